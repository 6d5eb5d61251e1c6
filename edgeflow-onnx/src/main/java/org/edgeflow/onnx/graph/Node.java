package org.edgeflow.onnx.graph;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One operation.
 *
 * @param name what the file calls it; may be empty
 * @param domain whose operator it is; empty for ONNX's own
 * @param operator which one
 * @param inputs names of what it reads; an empty name is an input left out
 * @param outputs names of what it makes; an empty name is an output left out
 * @param attributes by name: Long, Double, String, long[], double[], a list of String, {@link
 *     Numbers}, or anything else for those that no supported operator has
 */
public record Node(
    String name,
    String domain,
    String operator,
    List<String> inputs,
    List<String> outputs,
    Map<String, Object> attributes) {

  /** What messages call it. */
  public String label() {
    String known = name.isEmpty() && !outputs.isEmpty() ? outputs.get(0) : name;
    return "node '" + Excerpts.of(known) + "' (" + type() + ")";
  }

  /** Its operator, with the domain of one that is not ONNX's. */
  public String type() {
    return Excerpts.of(domain.isEmpty() ? operator : domain + "::" + operator);
  }

  /** An integer. */
  public long integer(String attribute, long byDefault) {
    return attribute(attribute, Long.class).orElse(byDefault);
  }

  /** A number. */
  public double number(String attribute, double byDefault) {
    return attribute(attribute, Double.class).orElse(byDefault);
  }

  /** A word. */
  public String word(String attribute, String byDefault) {
    return attribute(attribute, String.class).orElse(byDefault);
  }

  /** Integers, if they are given. */
  public Optional<int[]> integers(String attribute) {
    return attribute(attribute, long[].class)
        .map(
            values -> {
              int[] ints = new int[values.length];
              for (int i = 0; i < ints.length; i++) {
                ints[i] = (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, values[i]));
              }
              return ints;
            });
  }

  /**
   * An attribute of a type.
   *
   * @throws BadNetworkException if it is of another
   */
  public <T> Optional<T> attribute(String attribute, Class<T> type) {
    Object value = attributes.get(attribute);
    if (value == null) {
      return Optional.empty();
    }
    if (!type.isInstance(value)) {
      throw new BadNetworkException(
          "is damaged: " + label() + ": its attribute '" + attribute + "' is of another type");
    }
    return Optional.of(type.cast(value));
  }
}

package org.edgeflow.core.checkpoint;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.edgeflow.core.tensor.Tensor;

/** Everything a run must remember to go on as if it had never stopped: named arrays. */
public final class Snapshot {
  /** Beyond it, not every integer is a float64. */
  private static final double LARGEST_COUNT = 1L << 53;

  private final Map<String, double[]> arrays = new LinkedHashMap<>();
  private final Optional<Snapshot> model;

  /** A snapshot of nothing yet. */
  public Snapshot() {
    this.model = Optional.empty();
  }

  private Snapshot(Snapshot model) {
    this.model = Optional.of(model);
  }

  /**
   * A snapshot that takes only what another holds, bit for bit: saving into it what was restored
   * from the other proves that nothing was misread.
   */
  public static Snapshot agreeingWith(Snapshot other) {
    return new Snapshot(other);
  }

  /** Something whose state is part of a run. */
  public interface Part {

    /**
     * Names each field that a run must remember once, with its value, and takes the value that
     * comes back.
     */
    void visit(Fields fields);

    /**
     * Adds this part's state under names that begin with {@code prefix}. A part that has just been
     * restored adds what it was restored from.
     */
    default void save(Snapshot snapshot, String prefix) {
      visit(new Fields(snapshot, prefix, false));
    }

    /**
     * Takes the state back that {@link #save} added under the same prefix.
     *
     * @throws IllegalArgumentException if the snapshot does not hold it
     */
    default void restore(Snapshot snapshot, String prefix) {
      visit(new Fields(snapshot, prefix, true));
    }
  }

  /**
   * Adds an array; it is shared, not copied.
   *
   * @throws IllegalArgumentException if this snapshot is to agree with another, which does not hold
   *     these values
   */
  public void put(String name, double... values) {
    double[] shared = model.isPresent() ? agreeing(name, values) : values;
    if (arrays.putIfAbsent(name, shared) != null) {
      throw new IllegalStateException("two parts of a run are called '" + name + "'");
    }
  }

  private double[] agreeing(String name, double[] values) {
    double[] expected = model.orElseThrow().get(name);
    int at = Arrays.mismatch(expected, values);
    if (at >= 0) {
      throw new IllegalArgumentException(
          expected.length != values.length
              ? "the checkpoint's '"
                  + name
                  + "' has "
                  + expected.length
                  + " numbers, the run needs "
                  + values.length
              : "the checkpoint's '"
                  + name
                  + "' holds "
                  + expected[at]
                  + " at "
                  + at
                  + ", which the run takes for "
                  + values[at]);
    }
    return expected;
  }

  /**
   * Makes sure that all that the other holds has been added.
   *
   * @throws IllegalArgumentException naming an array that has not
   */
  public void checkComplete() {
    for (String name : model.orElseThrow().arrays.keySet()) {
      if (!has(name)) {
        throw new IllegalArgumentException(
            "the checkpoint holds '" + name + "', for which the run has no use");
      }
    }
  }

  /** Adds a copy of a tensor. */
  public void put(String name, Tensor tensor) {
    double[] values = new double[tensor.size()];
    tensor.backend().read(tensor, values);
    put(name, values);
  }

  /** Adds integers, which must be small enough to be exact as float64 (below 2⁵³). */
  public void putCounts(String name, long... values) {
    put(name, Arrays.stream(values).asDoubleStream().toArray());
  }

  /** Adds a text, as the codes of its UTF-8 bytes. */
  public void putText(String name, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    double[] codes = new double[bytes.length];
    Arrays.setAll(codes, i -> bytes[i]);
    put(name, codes);
  }

  /** Whether there is an array of this name. */
  public boolean has(String name) {
    return arrays.containsKey(name);
  }

  /**
   * The array of this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public double[] get(String name) {
    double[] values = arrays.get(name);
    if (values == null) {
      throw new IllegalArgumentException("the checkpoint holds no '" + name + "'");
    }
    return values;
  }

  /**
   * The array of this name.
   *
   * @param length how many numbers it must have
   * @throws IllegalArgumentException if there is none, or it has others
   */
  public double[] get(String name, int length) {
    double[] values = get(name);
    if (values.length != length) {
      throw new IllegalArgumentException(
          "the checkpoint's '"
              + name
              + "' has "
              + values.length
              + " numbers, the run needs "
              + length);
    }
    return values;
  }

  /** The single number of this name. */
  public double number(String name) {
    return get(name, 1)[0];
  }

  /**
   * The integers that {@link #putCounts} added.
   *
   * @param length how many they must be
   * @throws IllegalArgumentException if they are others, or no integers
   */
  public long[] counts(String name, int length) {
    double[] values = get(name, length);
    for (double value : values) {
      if (value != Math.rint(value) || Math.abs(value) > LARGEST_COUNT) {
        throw new IllegalArgumentException(
            "the checkpoint's '" + name + "' is " + value + ", expected an integer");
      }
    }
    return Arrays.stream(values).mapToLong(value -> (long) value).toArray();
  }

  /** The single integer of this name. */
  public long count(String name) {
    return counts(name, 1)[0];
  }

  /** The text that {@link #putText} added. */
  public String text(String name) {
    double[] codes = get(name);
    byte[] bytes = new byte[codes.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) codes[i];
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Writes the array of this name into a tensor of the same length. */
  public void get(String name, Tensor into) {
    double[] values = get(name, into.size());
    into.backend().write(values, into);
  }

  /** What is left without the arrays whose names begin with this; the arrays are shared. */
  public Snapshot without(String prefix) {
    Snapshot rest = new Snapshot();
    arrays.forEach(
        (name, values) -> {
          if (!name.startsWith(prefix)) {
            rest.put(name, values);
          }
        });
    return rest;
  }

  /** All arrays, in the order added. */
  public Map<String, double[]> arrays() {
    return Collections.unmodifiableMap(arrays);
  }
}

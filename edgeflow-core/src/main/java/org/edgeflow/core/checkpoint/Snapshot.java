package org.edgeflow.core.checkpoint;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.edgeflow.core.tensor.Tensor;

/** Everything a run must remember to go on as if it had never stopped: named arrays. */
public final class Snapshot {
  private final Map<String, double[]> arrays = new LinkedHashMap<>();

  /** Something whose state is part of a run. */
  public interface Part {

    /** Adds this part's state under names that begin with {@code prefix}. */
    void save(Snapshot snapshot, String prefix);

    /**
     * Takes the state back that {@link #save} added under the same prefix.
     *
     * @throws IllegalArgumentException if the snapshot does not hold it
     */
    void restore(Snapshot snapshot, String prefix);
  }

  /** Adds an array; it is shared, not copied. */
  public void put(String name, double... values) {
    if (arrays.putIfAbsent(name, values) != null) {
      throw new IllegalStateException("two parts of a run are called '" + name + "'");
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

  /** The single number of this name. */
  public double number(String name) {
    return get(name)[0];
  }

  /** The integers that {@link #putCounts} added. */
  public long[] counts(String name) {
    return Arrays.stream(get(name)).mapToLong(value -> (long) value).toArray();
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
    double[] values = get(name);
    if (values.length != into.size()) {
      throw new IllegalArgumentException(
          "the checkpoint's '"
              + name
              + "' has "
              + values.length
              + " numbers, the run needs "
              + into.size());
    }
    into.backend().write(values, into);
  }

  /** All arrays, in the order added. */
  public Map<String, double[]> arrays() {
    return java.util.Collections.unmodifiableMap(arrays);
  }
}

package org.edgeflow.core.checkpoint;

import java.util.Arrays;
import org.edgeflow.core.tensor.Tensor;

/**
 * What a part of a run remembers, named once for both ways: where a snapshot is taken, each method
 * adds the value that it is given and returns it; where one is restored, it returns what was added
 * under the name. A part assigns what it gets back.
 *
 * <p>Where a snapshot is restored, every method throws an {@link IllegalArgumentException} if the
 * snapshot does not hold the name, or something else under it.
 */
public final class Fields {
  private final Snapshot snapshot;
  private final String prefix;
  private final boolean restoring;

  Fields(Snapshot snapshot, String prefix, boolean restoring) {
    this.snapshot = snapshot;
    this.prefix = prefix;
    this.restoring = restoring;
  }

  /** Whether a snapshot is restored: for what is computed from the fields rather than saved. */
  public boolean restoring() {
    return restoring;
  }

  /** A number. */
  public double number(String name, double value) {
    return numbers(name, new double[] {value}, 1)[0];
  }

  /** An integer, exact as float64 (below 2⁵³). */
  public long count(String name, long value) {
    long[] one = {value};
    counts(name, one);
    return one[0];
  }

  /** An integer that indexes arrays. */
  public int count(String name, int value) {
    return (int) count(name, (long) value);
  }

  /** Yes or no. */
  public boolean flag(String name, boolean value) {
    return count(name, value ? 1 : 0) != 0;
  }

  /** A text. */
  public String text(String name, String value) {
    if (restoring) {
      return snapshot.text(prefix + name);
    }
    snapshot.putText(prefix + name, value);
    return value;
  }

  /** As many numbers as there are; the array itself is not modified. */
  public double[] numbers(String name, double[] values) {
    return restoring ? snapshot.get(prefix + name).clone() : put(name, values);
  }

  private double[] numbers(String name, double[] values, int length) {
    return restoring ? snapshot.get(prefix + name, length) : put(name, values);
  }

  private double[] put(String name, double[] values) {
    snapshot.put(prefix + name, values.clone());
    return values;
  }

  /**
   * The elements of an array of this length.
   *
   * @param values modified where a snapshot is restored
   */
  public void elements(String name, double[] values) {
    System.arraycopy(numbers(name, values, values.length), 0, values, 0, values.length);
  }

  /**
   * Integers, exact as float64 (below 2⁵³).
   *
   * @param values modified where a snapshot is restored
   */
  public void counts(String name, long[] values) {
    if (restoring) {
      long[] saved = snapshot.counts(prefix + name, values.length);
      System.arraycopy(saved, 0, values, 0, values.length);
    } else {
      snapshot.put(prefix + name, Arrays.stream(values).asDoubleStream().toArray());
    }
  }

  /**
   * The elements of a tensor.
   *
   * @param tensor modified where a snapshot is restored
   */
  public void tensor(String name, Tensor tensor) {
    if (restoring) {
      snapshot.get(prefix + name, tensor);
    } else {
      snapshot.put(prefix + name, tensor);
    }
  }

  /** The fields of another part, under names that begin with this one's name and a full stop. */
  public void part(String name, Snapshot.Part part) {
    part.visit(new Fields(snapshot, prefix + name + ".", restoring));
  }
}

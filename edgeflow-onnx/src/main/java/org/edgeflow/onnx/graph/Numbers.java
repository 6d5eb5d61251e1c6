package org.edgeflow.onnx.graph;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A tensor of known numbers.
 *
 * @param shape its extents; none for a single number
 * @param values row-major; integers and truth values, too, as doubles; not modified
 * @param integers whether its type is one of integers (or of truth values)
 */
public record Numbers(int[] shape, double[] values, boolean integers) {
  /** The most numbers in one tensor. */
  public static final int MOST = Integer.MAX_VALUE - 8;

  /** Checks that both fit. */
  public Numbers {
    if (size(shape) != values.length) {
      throw new IllegalArgumentException(
          values.length + " numbers in the shape " + Arrays.toString(shape));
    }
  }

  /** One number. */
  public static Numbers single(double value, boolean integer) {
    return new Numbers(new int[0], new double[] {value}, integer);
  }

  /** A vector of integers. */
  public static Numbers vector(int... values) {
    return new Numbers(
        new int[] {values.length}, IntStream.of(values).asDoubleStream().toArray(), true);
  }

  /**
   * {@code 0, 1, 2, …} in a shape: what a selection makes of them tells where its parts come from.
   */
  public static Numbers places(int[] shape) {
    return new Numbers(shape, IntStream.range(0, size(shape)).asDoubleStream().toArray(), true);
  }

  /**
   * How many numbers a shape holds.
   *
   * @throws BadNetworkException if an extent is negative, or they are more than an array holds
   */
  public static int size(int[] shape) {
    long size = 1;
    for (int extent : shape) {
      if (extent < 0) {
        throw new BadNetworkException("has a negative extent in " + Arrays.toString(shape));
      }
      size *= extent;
      if (size > MOST) {
        throw new BadNetworkException(
            "has a tensor of shape " + Arrays.toString(shape) + ", more than an array holds");
      }
    }
    return (int) size;
  }

  /** The numbers as integers. */
  public int[] ints() {
    int[] ints = new int[values.length];
    for (int i = 0; i < ints.length; i++) {
      // A "to the end" in slices is the largest integer there is.
      ints[i] = (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, values[i]));
    }
    return ints;
  }

  /** Whether all numbers are the same one. */
  public boolean uniform() {
    for (double value : values) {
      if (Double.compare(value, values[0]) != 0) {
        return false;
      }
    }
    return values.length > 0;
  }
}

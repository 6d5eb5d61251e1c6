package org.edgeflow.core.tensor;

import java.util.Arrays;

/** What every backend checks of its arguments, with the same words. */
public final class Shapes {
  private Shapes() {}

  /**
   * The number of elements of a shape.
   *
   * @throws IllegalArgumentException for a negative extent or more elements than a Java array holds
   */
  public static int size(int[] shape) {
    long size = 1;
    for (int extent : shape) {
      if (extent < 0) {
        throw new IllegalArgumentException("negative extent in shape " + Arrays.toString(shape));
      }
      size *= extent;
      if (size > Integer.MAX_VALUE - 8) {
        throw new IllegalArgumentException(
            "shape "
                + Arrays.toString(shape)
                + " has more elements than one tensor holds (2^31 - 9)");
      }
    }
    return (int) size;
  }

  /** Requires that {@code x} belongs to {@code backend}. */
  public static void requireOwner(TensorBackend backend, Tensor x) {
    if (x.backend() != backend) {
      throw new IllegalArgumentException(
          "a tensor of backend "
              + describe(x.backend())
              + " was given to backend "
              + describe(backend));
    }
  }

  /** Requires that two tensors are equally long. */
  public static void requireSameSize(Tensor x, Tensor y) {
    if (x.size() != y.size()) {
      throw new IllegalArgumentException(
          "sizes differ: " + Arrays.toString(x.shape()) + " and " + Arrays.toString(y.shape()));
    }
  }

  /** Requires that an array is as long as a tensor. */
  public static void requireLength(Tensor x, int length) {
    if (x.size() != length) {
      throw new IllegalArgumentException(
          "sizes differ: " + Arrays.toString(x.shape()) + " and an array of " + length);
    }
  }

  /** Requires that {@code a (m×k)}, {@code b (k×n)} and {@code c (m×n)} fit, after transposes. */
  public static void requireProduct(
      boolean transposeA, boolean transposeB, Tensor a, Tensor b, Tensor c) {
    int[] left = matrix(a);
    int[] right = matrix(b);
    int[] result = matrix(c);
    int m = left[transposeA ? 1 : 0];
    int k = left[transposeA ? 0 : 1];
    int kRight = right[transposeB ? 1 : 0];
    int n = right[transposeB ? 0 : 1];
    if (k != kRight || result[0] != m || result[1] != n) {
      throw new IllegalArgumentException(
          "a product of "
              + m
              + "x"
              + k
              + " and "
              + kRight
              + "x"
              + n
              + " does not fit into "
              + result[0]
              + "x"
              + result[1]);
    }
    if (c == a || c == b) {
      throw new IllegalArgumentException("the result of a product cannot be one of its factors");
    }
  }

  private static int[] matrix(Tensor x) {
    int[] shape = x.shape();
    if (shape.length != 2) {
      throw new IllegalArgumentException(
          "a matrix product needs two axes, got shape " + Arrays.toString(shape));
    }
    return shape;
  }

  private static String describe(TensorBackend backend) {
    return backend.name() + " (" + backend.dataType() + ")";
  }
}

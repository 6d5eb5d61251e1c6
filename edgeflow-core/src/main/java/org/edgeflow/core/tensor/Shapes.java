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

  /** Requires that a view's elements lie within {@code x}. */
  public static void requireWithin(Tensor x, int offset, int[] shape) {
    long end = (long) offset + size(shape);
    if (offset < 0 || end > x.size()) {
      throw new IllegalArgumentException(
          "a view of shape "
              + Arrays.toString(shape)
              + " from element "
              + offset
              + " does not lie within shape "
              + Arrays.toString(x.shape()));
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

  /**
   * Requires that {@code batch} products fit: {@code a (batch×m×k)}, {@code b (batch×k×n)} and
   * {@code c (batch×m×n)}, after transposes of the last two axes.
   */
  public static void requireBatchedProduct(
      boolean transposeA, boolean transposeB, Tensor a, Tensor b, Tensor c) {
    int[] left = a.shape();
    int[] right = b.shape();
    int[] result = c.shape();
    if (left.length != 3
        || right.length != 3
        || result.length != 3
        || left[0] != result[0]
        || right[0] != result[0]
        || left[transposeA ? 1 : 2] != right[transposeB ? 2 : 1]
        || left[transposeA ? 2 : 1] != result[1]
        || right[transposeB ? 1 : 2] != result[2]) {
      throw new IllegalArgumentException(
          "batched products of "
              + Arrays.toString(left)
              + (transposeA ? " transposed" : "")
              + " and "
              + Arrays.toString(right)
              + (transposeB ? " transposed" : "")
              + " do not fit into "
              + Arrays.toString(result));
    }
    if (c == a || c == b) {
      throw new IllegalArgumentException("the result of a product cannot be one of its factors");
    }
  }

  /** The extent of the last axis: the length of a row, where rows are the last axis. */
  public static int lastExtent(Tensor x) {
    int[] shape = x.shape();
    if (shape.length == 0) {
      throw new IllegalArgumentException("an operation on rows needs an axis, got a single number");
    }
    return shape[shape.length - 1];
  }

  /** The number of rows as long as {@code row} that {@code matrix} has along its last axis. */
  public static int rows(Tensor row, Tensor matrix) {
    int width = row.size();
    if (lastExtent(matrix) != width) {
      throw new IllegalArgumentException(
          "a row of "
              + width
              + " does not fit a matrix of shape "
              + Arrays.toString(matrix.shape()));
    }
    return width == 0 ? 0 : matrix.size() / width;
  }

  /** Requires that {@code numbers} has one element for each row of {@code matrix}. */
  public static void requireOnePerRow(Tensor numbers, Tensor matrix) {
    if ((long) numbers.size() * lastExtent(matrix) != matrix.size()) {
      throw new IllegalArgumentException(
          "one number a row was expected for shape "
              + Arrays.toString(matrix.shape())
              + ", got shape "
              + Arrays.toString(numbers.shape()));
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

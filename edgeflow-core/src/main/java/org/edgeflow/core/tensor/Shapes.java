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

  /** What is to be thrown where a backend is given scalars that another one made. */
  public static IllegalArgumentException foreignScalars(TensorBackend backend) {
    return new IllegalArgumentException(
        "scalars of another backend were given to backend " + backend.name());
  }

  /** Requires that an array is as long as there are slots. */
  public static void requireAsMany(Scalars scalars, int length) {
    if (scalars.size() != length) {
      throw new IllegalArgumentException(
          "sizes differ: " + scalars.size() + " scalars and an array of " + length);
    }
  }

  /** The slot, which must be one of the scalars'. */
  public static int requireSlot(Scalars scalars, int slot) {
    if (slot < 0 || slot >= scalars.size()) {
      throw new IllegalArgumentException(
          "there is no slot " + slot + " among " + scalars.size() + " scalars");
    }
    return slot;
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
    requireMatrix(a);
    requireMatrix(b);
    requireMatrix(c);
    int m = a.extent(transposeA ? 1 : 0);
    int k = a.extent(transposeA ? 0 : 1);
    int kRight = b.extent(transposeB ? 1 : 0);
    int n = b.extent(transposeB ? 0 : 1);
    if (k != kRight || c.extent(0) != m || c.extent(1) != n) {
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
              + c.extent(0)
              + "x"
              + c.extent(1));
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
    if (a.rank() != 3
        || b.rank() != 3
        || c.rank() != 3
        || a.extent(0) != c.extent(0)
        || b.extent(0) != c.extent(0)
        || a.extent(transposeA ? 1 : 2) != b.extent(transposeB ? 2 : 1)
        || a.extent(transposeA ? 2 : 1) != c.extent(1)
        || b.extent(transposeB ? 1 : 2) != c.extent(2)) {
      throw new IllegalArgumentException(
          "batched products of "
              + Arrays.toString(a.shape())
              + (transposeA ? " transposed" : "")
              + " and "
              + Arrays.toString(b.shape())
              + (transposeB ? " transposed" : "")
              + " do not fit into "
              + Arrays.toString(c.shape()));
    }
    if (c == a || c == b) {
      throw new IllegalArgumentException("the result of a product cannot be one of its factors");
    }
  }

  /** The extent of the last axis: the length of a row, where rows are the last axis. */
  public static int lastExtent(Tensor x) {
    if (x.rank() == 0) {
      throw new IllegalArgumentException("an operation on rows needs an axis, got a single number");
    }
    return x.extent(x.rank() - 1);
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

  private static void requireMatrix(Tensor x) {
    if (x.rank() != 2) {
      throw new IllegalArgumentException(
          "a matrix product needs two axes, got shape " + Arrays.toString(x.shape()));
    }
  }

  private static String describe(TensorBackend backend) {
    return backend.name() + " (" + backend.dataType() + ")";
  }
}

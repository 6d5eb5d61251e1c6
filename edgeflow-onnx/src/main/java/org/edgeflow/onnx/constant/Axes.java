package org.edgeflow.onnx.constant;

import java.util.Arrays;
import org.edgeflow.onnx.graph.BadNetworkException;

/** Axes of a tensor, which may be counted from its end. */
public final class Axes {
  private Axes() {}

  /** An axis, counted from the first. */
  public static int of(long axis, int rank) {
    if (axis < -rank || axis >= rank) {
      throw new BadNetworkException("has the axis " + axis + " of a tensor of " + rank + " axes");
    }
    return (int) (axis < 0 ? axis + rank : axis);
  }

  /** Axes in their order, each once. */
  public static int[] of(int[] axes, int rank) {
    int[] sorted = Arrays.stream(axes).map(axis -> of(axis, rank)).sorted().toArray();
    if (Arrays.stream(sorted).distinct().count() != sorted.length) {
      throw new BadNetworkException("has an axis twice in " + Arrays.toString(axes));
    }
    return sorted;
  }

  /** For each axis how far apart its neighbours lie in a row-major array. */
  public static int[] strides(int[] shape) {
    int[] strides = new int[shape.length];
    int stride = 1;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= shape[axis];
    }
    return strides;
  }

  /**
   * The shape of what two tensors make that are repeated to fit each other.
   *
   * @throws BadNetworkException if they do not fit
   */
  public static int[] broadcast(int[] left, int[] right) {
    int rank = Math.max(left.length, right.length);
    int[] shape = new int[rank];
    for (int i = 1; i <= rank; i++) {
      int a = i <= left.length ? left[left.length - i] : 1;
      int b = i <= right.length ? right[right.length - i] : 1;
      if (a != b && a != 1 && b != 1) {
        throw new BadNetworkException(
            "has tensors of shapes "
                + Arrays.toString(left)
                + " and "
                + Arrays.toString(right)
                + " that do not fit each other");
      }
      shape[rank - i] = a == 1 ? b : a;
    }
    return shape;
  }
}

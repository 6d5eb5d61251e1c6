package org.edgeflow.onnx.constant;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.edgeflow.onnx.graph.BadNetworkException;
import org.edgeflow.onnx.graph.Node;
import org.edgeflow.onnx.graph.Numbers;

/** The shapes that nodes give to the numbers they are handed. */
final class Shapes {
  private Shapes() {}

  static int[] wanted(Numbers shape) {
    int[] wanted = shape.ints();
    Numbers.size(wanted);
    return wanted;
  }

  static int[] reshape(Node node, int[] old, Numbers target) {
    int[] shape = target.ints();
    boolean keepsZeros = node.integer("allowzero", 0) != 0;
    int open = -1;
    for (int axis = 0; axis < shape.length; axis++) {
      if (shape[axis] == 0 && !keepsZeros) {
        shape[axis] = axis < old.length ? old[axis] : 0;
      } else if (shape[axis] == -1 && open < 0) {
        open = axis;
      }
    }
    if (open >= 0) {
      shape[open] = 1;
      int rest = Numbers.size(shape);
      shape[open] = rest == 0 ? 0 : Numbers.size(old) / rest;
    }
    if (Arrays.stream(shape).anyMatch(extent -> extent < 0)
        || Numbers.size(shape) != Numbers.size(old)) {
      throw new BadNetworkException(
          "does not fit together for one example: "
              + node.label()
              + " reshapes "
              + Arrays.toString(old)
              + " to "
              + Arrays.toString(target.ints()));
    }
    return shape;
  }

  static int[] flatten(Node node, int[] old) {
    long given = node.integer("axis", 1);
    int axis = given == old.length ? old.length : Axes.of(given, old.length);
    return new int[] {
      Numbers.size(Arrays.copyOf(old, axis)),
      Numbers.size(Arrays.copyOfRange(old, axis, old.length))
    };
  }

  static int[] squeeze(Node node, int[] old, Numbers axes) {
    int[] gone =
        axes == null
            ? IntStream.range(0, old.length).filter(axis -> old[axis] == 1).toArray()
            : Axes.of(axes.ints(), old.length);
    for (int axis : gone) {
      if (old[axis] != 1) {
        throw new BadNetworkException(
            node.label() + " drops axis " + axis + " of " + Arrays.toString(old));
      }
    }
    return IntStream.range(0, old.length)
        .filter(axis -> Arrays.binarySearch(gone, axis) < 0)
        .map(axis -> old[axis])
        .toArray();
  }

  static int[] unsqueeze(Node node, int[] old, Numbers axes) {
    int rank = old.length + axes.values().length;
    int[] added = Axes.of(axes.ints(), rank);
    int[] shape = new int[rank];
    int next = 0;
    for (int axis = 0; axis < rank; axis++) {
      shape[axis] = Arrays.binarySearch(added, axis) >= 0 ? 1 : old[next++];
    }
    return shape;
  }
}

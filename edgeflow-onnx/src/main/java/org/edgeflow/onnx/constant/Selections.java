package org.edgeflow.onnx.constant;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import org.edgeflow.onnx.graph.BadNetworkException;
import org.edgeflow.onnx.graph.Node;
import org.edgeflow.onnx.graph.Numbers;

/**
 * Operators that compute nothing: each element of what they make is one of the elements of their
 * first input, or of padding. Applied to {@link Numbers#places} they tell which.
 */
public final class Selections {
  /** What an element is that no input is taken for. */
  public static final double PADDING = -1;

  private static final Set<String> OPERATORS =
      Set.of(
          "Identity",
          "Dropout",
          "Cast",
          "CastLike",
          "Reshape",
          "Flatten",
          "Squeeze",
          "Unsqueeze",
          "Transpose",
          "Expand",
          "Slice",
          "Split",
          "Gather",
          "Tile",
          "Pad");

  private Selections() {}

  /** Their names. */
  public static Set<String> operators() {
    return OPERATORS;
  }

  /** Whether an operator is one of them. */
  public static boolean are(String operator) {
    return OPERATORS.contains(operator);
  }

  /**
   * What a node makes.
   *
   * @param inputs null for one left out
   */
  public static List<Numbers> of(Node node, List<Numbers> inputs) {
    Numbers x = inputs.get(0);
    return switch (node.operator()) {
      case "Identity", "Dropout", "Cast", "CastLike" -> List.of(x);
      case "Reshape" -> List.of(reshaped(x, Shapes.reshape(node, x.shape(), inputs.get(1))));
      case "Flatten" -> List.of(reshaped(x, Shapes.flatten(node, x.shape())));
      case "Squeeze" -> List.of(reshaped(x, Shapes.squeeze(node, x.shape(), optional(inputs, 1))));
      case "Unsqueeze" -> List.of(reshaped(x, Shapes.unsqueeze(node, x.shape(), inputs.get(1))));
      case "Transpose" -> List.of(transposed(x, permutation(node, x.shape().length)));
      case "Expand" ->
          List.of(expanded(x, Axes.broadcast(x.shape(), Shapes.wanted(inputs.get(1)))));
      case "Slice" -> List.of(sliced(node, x, inputs));
      case "Split" -> split(node, x, optional(inputs, 1));
      case "Gather" -> List.of(gathered(node, x, inputs.get(1)));
      case "Tile" -> List.of(tiled(x, inputs.get(1).ints()));
      case "Pad" -> List.of(padded(node, x, inputs));
      default -> throw new IllegalArgumentException(node.operator());
    };
  }

  static Numbers optional(List<Numbers> inputs, int place) {
    return place < inputs.size() ? inputs.get(place) : null;
  }

  /** The same numbers in another shape. */
  public static Numbers reshaped(Numbers x, int[] shape) {
    if (Numbers.size(shape) != x.values().length) {
      throw new BadNetworkException(
          "reshapes "
              + Arrays.toString(x.shape())
              + " to "
              + Arrays.toString(shape)
              + ", which hold other amounts");
    }
    return new Numbers(shape, x.values(), x.integers());
  }

  private static int[] permutation(Node node, int rank) {
    int[] order =
        node.integers("perm")
            .orElseGet(
                () -> {
                  int[] reversed = new int[rank];
                  Arrays.setAll(reversed, i -> rank - 1 - i);
                  return reversed;
                });
    if (order.length != rank || Axes.of(order, rank).length != rank) {
      throw new BadNetworkException("transposes " + rank + " axes by " + Arrays.toString(order));
    }
    return order;
  }

  /** The axes in another order. */
  public static Numbers transposed(Numbers x, int[] order) {
    int[] shape = new int[order.length];
    int[] steps = new int[order.length];
    int[] strides = Axes.strides(x.shape());
    for (int axis = 0; axis < order.length; axis++) {
      shape[axis] = x.shape()[order[axis]];
      steps[axis] = strides[order[axis]];
    }
    return strided(x, shape, steps, 0);
  }

  /** Repeated along axes of extent 1, or along new ones in front. */
  public static Numbers expanded(Numbers x, int[] shape) {
    int[] strides = Axes.strides(x.shape());
    int[] steps = new int[shape.length];
    int added = shape.length - x.shape().length;
    for (int axis = added; axis < shape.length; axis++) {
      steps[axis] = x.shape()[axis - added] == 1 ? 0 : strides[axis - added];
    }
    return strided(x, shape, steps, 0);
  }

  private static Numbers strided(Numbers x, int[] shape, int[] steps, int first) {
    double[] values = new double[Numbers.size(shape)];
    int[] at = new int[shape.length];
    int place = first;
    for (int i = 0; i < values.length; i++) {
      values[i] = x.values()[place];
      for (int axis = shape.length - 1; axis >= 0; axis--) {
        place += steps[axis];
        if (++at[axis] < shape[axis]) {
          break;
        }
        place -= steps[axis] * at[axis];
        at[axis] = 0;
      }
    }
    return new Numbers(shape, values, x.integers());
  }

  /** Along one axis, for each of the new places the old one, or −1 for padding. */
  private static Numbers along(Numbers x, int axis, int extent, IntUnaryOperator from, double pad) {
    int[] shape = x.shape().clone();
    shape[axis] = extent;
    double[] values = new double[Numbers.size(shape)];
    int inner = Axes.strides(x.shape())[axis];
    int old = x.shape()[axis];
    for (int i = 0; i < values.length; i++) {
      int within = i % inner;
      int place = from.applyAsInt(i / inner % extent);
      int outer = i / inner / extent;
      values[i] = place < 0 ? pad : x.values()[(outer * old + place) * inner + within];
    }
    return new Numbers(shape, values, x.integers());
  }

  private static Numbers sliced(Node node, Numbers x, List<Numbers> inputs) {
    int[] starts = inputs.get(1).ints();
    int[] ends = inputs.get(2).ints();
    int rank = x.shape().length;
    Numbers given = optional(inputs, 3);
    Numbers strides = optional(inputs, 4);
    Numbers result = x;
    for (int i = 0; i < starts.length; i++) {
      int axis = Axes.of(given == null ? i : given.ints()[i], rank);
      int step = strides == null ? 1 : strides.ints()[i];
      int extent = x.shape()[axis];
      if (step == 0 || ends.length != starts.length) {
        throw new BadNetworkException("is damaged: " + node.label() + " has no sound slices");
      }
      long low = step > 0 ? 0 : -1;
      long high = step > 0 ? extent : extent - 1;
      long start = starts[i] < 0 ? (long) starts[i] + extent : starts[i];
      long end = ends[i] < 0 ? (long) ends[i] + extent : ends[i];
      long first = Math.max(0, Math.min(high, start));
      long last = Math.max(low, Math.min(high, end));
      long count = Math.max(0, (last - first + step - Integer.signum(step)) / step);
      result =
          along(result, axis, (int) count, place -> (int) (first + (long) place * step), PADDING);
    }
    return result;
  }

  private static List<Numbers> split(Node node, Numbers x, Numbers given) {
    int axis = Axes.of(node.integer("axis", 0), x.shape().length);
    int extent = x.shape()[axis];
    int parts = node.outputs().size();
    int[] sizes = new int[parts];
    int each = (extent + parts - 1) / parts;
    for (int i = 0; i < parts; i++) {
      sizes[i] = Math.max(0, Math.min(each, extent - i * each));
    }
    if (given != null) {
      sizes = given.ints();
    }
    if (sizes.length != parts
        || Arrays.stream(sizes).anyMatch(size -> size < 0)
        || Arrays.stream(sizes).asLongStream().sum() != extent) {
      throw new BadNetworkException(
          "is damaged: " + node.label() + " splits " + extent + " into " + Arrays.toString(sizes));
    }
    List<Numbers> results = new ArrayList<>();
    int start = 0;
    for (int size : sizes) {
      int first = start;
      results.add(along(x, axis, size, place -> first + place, PADDING));
      start += size;
    }
    return results;
  }

  private static Numbers gathered(Node node, Numbers x, Numbers indices) {
    int axis = Axes.of(node.integer("axis", 0), x.shape().length);
    int extent = x.shape()[axis];
    int[] places = indices.ints();
    for (int i = 0; i < places.length; i++) {
      if (places[i] < -extent || places[i] >= extent) {
        throw new BadNetworkException(
            "is damaged: " + node.label() + " takes number " + places[i] + " of " + extent);
      }
      places[i] = places[i] < 0 ? places[i] + extent : places[i];
    }
    Numbers taken = along(x, axis, places.length, place -> places[place], PADDING);
    int[] shape = new int[x.shape().length - 1 + indices.shape().length];
    System.arraycopy(x.shape(), 0, shape, 0, axis);
    System.arraycopy(indices.shape(), 0, shape, axis, indices.shape().length);
    System.arraycopy(
        x.shape(), axis + 1, shape, axis + indices.shape().length, x.shape().length - 1 - axis);
    return reshaped(taken, shape);
  }

  private static Numbers tiled(Numbers x, int[] repeats) {
    if (repeats.length != x.shape().length) {
      throw new BadNetworkException("repeats " + Arrays.toString(x.shape()) + " in other axes");
    }
    Numbers result = x;
    for (int axis = 0; axis < repeats.length; axis++) {
      int extent = x.shape()[axis];
      long many = (long) extent * repeats[axis];
      if (repeats[axis] < 0 || many > Numbers.MOST) {
        throw new BadNetworkException("repeats a tensor " + repeats[axis] + " times");
      }
      result = along(result, axis, (int) many, place -> place % extent, PADDING);
    }
    return result;
  }

  private static Numbers padded(Node node, Numbers x, List<Numbers> inputs) {
    Numbers value = optional(inputs, 2);
    if (!node.word("mode", "constant").equals("constant")
        || (value != null && value.values()[0] != 0)) {
      throw new BadNetworkException("pads other than with zeros (" + node.label() + ")");
    }
    int[] pads = inputs.get(1).ints();
    Numbers given = optional(inputs, 3);
    int count = pads.length / 2;
    Numbers result = x;
    for (int i = 0; i < count; i++) {
      int axis = Axes.of(given == null ? i : given.ints()[i], x.shape().length);
      int before = pads[i];
      int old = x.shape()[axis];
      long extent = (long) old + before + pads[i + count];
      if (extent < 0 || extent > Numbers.MOST) {
        throw new BadNetworkException("pads " + old + " to " + extent + " (" + node.label() + ")");
      }
      result =
          along(
              result,
              axis,
              (int) extent,
              place -> place - before >= old ? -1 : place - before,
              PADDING);
    }
    return result;
  }
}

package org.edgeflow.onnx.operator;

import java.util.Arrays;
import org.edgeflow.core.tensor.Window;
import org.edgeflow.models.engine.signal.Extents;
import org.edgeflow.onnx.assembly.UnsupportedNodeException;
import org.edgeflow.onnx.graph.Node;

/**
 * How a window slides over a grid of one or two axes; one of one axis is the height of one that is
 * 1 wide.
 *
 * @param channels of the grid
 * @param extents of the grid
 * @param size of the window
 * @param strides between positions
 * @param dilations between the window's places
 * @param before padding above and to the left
 * @param after padding below and to the right
 * @param output positions
 */
record WindowForm(
    int channels,
    int[] extents,
    int[] size,
    int[] strides,
    int[] dilations,
    int[] before,
    int[] after,
    int[] output) {
  private static final int WIDEST = 1 << 12;

  /**
   * As a node describes it.
   *
   * @param shape batch, channels, and one or two axes
   * @param kernel the window's size
   */
  static WindowForm of(Node node, int[] shape, int[] kernel) {
    int axes = shape.length - 2;
    if (axes < 1 || axes > 2 || kernel.length != axes) {
      throw new UnsupportedNodeException(
          "a window of "
              + kernel.length
              + " axes over a shape of "
              + Arrays.toString(shape)
              + ", one or two axes beyond batch and channels");
    }
    int[] extents = {shape[2], axes == 2 ? shape[3] : 1};
    int[] size = {kernel[0], axes == 2 ? kernel[1] : 1};
    int[] strides = pair(node, "strides", axes);
    int[] dilations = pair(node, "dilations", axes);
    requireSound(size, strides, dilations);
    int[] before = new int[2];
    int[] after = new int[2];
    int[] output = new int[2];
    boolean ceiling = node.integer("ceil_mode", 0) != 0;
    for (int i = 0; i < 2; i++) {
      long span = (size[i] - 1L) * dilations[i] + 1;
      padding(node, i, axes, new long[] {extents[i], span, strides[i]}, before, after);
      long room = extents[i] + (long) before[i] + after[i] - span;
      if (room < 0 || room + span > WIDEST * 16L) {
        throw new UnsupportedNodeException(
            "a window of "
                + span
                + " positions on "
                + extents[i]
                + " with paddings of "
                + before[i]
                + " and "
                + after[i]);
      }
      long positions = (ceiling ? room + strides[i] - 1 : room) / strides[i] + 1;
      if (ceiling && (positions - 1) * strides[i] >= (long) extents[i] + before[i]) {
        positions--;
      }
      output[i] = (int) positions;
    }
    return new WindowForm(shape[1], extents, size, strides, dilations, before, after, output);
  }

  private static void requireSound(int[] size, int[] strides, int[] dilations) {
    for (int i = 0; i < 2; i++) {
      if (size[i] < 1 || strides[i] < 1 || dilations[i] < 1 || size[i] > WIDEST) {
        throw new UnsupportedNodeException(
            "a window of "
                + Arrays.toString(size)
                + " with strides "
                + Arrays.toString(strides)
                + " and dilations "
                + Arrays.toString(dilations));
      }
    }
  }

  private static int[] pair(Node node, String attribute, int axes) {
    int[] given = node.integers(attribute).orElse(axes == 2 ? new int[] {1, 1} : new int[] {1});
    if (given.length != axes) {
      throw new UnsupportedNodeException(attribute + " " + Arrays.toString(given));
    }
    return new int[] {given[0], axes == 2 ? given[1] : 1};
  }

  private static void padding(
      Node node, int axis, int axes, long[] along, int[] before, int[] after) {
    String kind = node.word("auto_pad", "NOTSET");
    if (axis >= axes || kind.equals("VALID")) {
      return;
    }
    if (kind.equals("NOTSET")) {
      int[] pads = node.integers("pads").orElse(new int[2 * axes]);
      if (pads.length != 2 * axes || Arrays.stream(pads).anyMatch(pad -> pad < 0 || pad > WIDEST)) {
        throw new UnsupportedNodeException("pads " + Arrays.toString(pads));
      }
      before[axis] = pads[axis];
      after[axis] = pads[axis + axes];
      return;
    }
    long positions = (along[0] + along[2] - 1) / along[2];
    int missing = (int) Math.max(0, (positions - 1) * along[2] + along[1] - along[0]);
    before[axis] = kind.equals("SAME_LOWER") ? missing - missing / 2 : missing / 2;
    after[axis] = missing - before[axis];
  }

  boolean dilated() {
    return dilations[0] != 1 || dilations[1] != 1;
  }

  boolean padded() {
    return before[0] + before[1] + after[0] + after[1] > 0;
  }

  Extents grid() {
    return new Extents(extents[0], extents[1], channels);
  }

  int positions() {
    return output[0] * output[1];
  }

  int area() {
    return size[0] * size[1];
  }

  /** The engine's window; one without dilation. */
  Window window() {
    return new Window(
        channels,
        extents[0],
        extents[1],
        size[0],
        size[1],
        strides[0],
        strides[1],
        before[0],
        before[1],
        output[0],
        output[1]);
  }

  /** The same over a grid that the padding is part of. */
  WindowForm withinPadding() {
    int[] larger = {extents[0] + before[0] + after[0], extents[1] + before[1] + after[1]};
    return new WindowForm(
        channels, larger, size, strides, dilations, new int[2], new int[2], output);
  }

  /** The grid's position under one place of the window at one of its positions; −1 outside. */
  int under(int position, int place) {
    int y = position / output[1] * strides[0] - before[0] + place / size[1] * dilations[0];
    int x = position % output[1] * strides[1] - before[1] + place % size[1] * dilations[1];
    return y >= 0 && y < extents[0] && x >= 0 && x < extents[1] ? y * extents[1] + x : -1;
  }

  /** The shape of what is made, with as many axes as what is read. */
  int[] outputShape(int batch, int made, int rank) {
    return rank == 4
        ? new int[] {batch, made, output[0], output[1]}
        : new int[] {batch, made, output[0]};
  }
}

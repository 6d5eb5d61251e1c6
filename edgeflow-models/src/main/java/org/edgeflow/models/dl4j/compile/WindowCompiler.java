package org.edgeflow.models.dl4j.compile;

import java.util.Arrays;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.edgeflow.core.tensor.Window;
import org.edgeflow.models.engine.algebra.Rearrangement;
import org.edgeflow.models.engine.algebra.Regrouping;
import org.edgeflow.models.engine.graph.LayerGraph;
import org.edgeflow.models.engine.layer.Flatten;
import org.edgeflow.models.engine.layer.Linear;
import org.edgeflow.models.engine.layer.Pooling;
import org.edgeflow.models.engine.layer.Windows;
import org.edgeflow.models.engine.signal.Extents;

/**
 * Adds DL4J's layers with windows to a layer graph, which always has the channels innermost. What a
 * dilated window sees is gathered first: the engine's own windows have no gaps.
 */
final class WindowCompiler {
  private static final long MOST_GATHERED = 1L << 26;

  private final LayerGraph.Builder graph;
  private final ParameterOrder parameters;
  private CNN2DFormat format;

  WindowCompiler(LayerGraph.Builder graph, ParameterOrder parameters) {
    this.graph = graph;
    this.parameters = parameters;
  }

  /** All layers of a network are to take their images in one format; the engine needs neither. */
  void requireFormat(CNN2DFormat wanted) {
    CNN2DFormat given = wanted == null ? CNN2DFormat.NCHW : wanted;
    if (format != null && format != given) {
      throw new NotCompilable("a change between the formats " + format + " and " + given);
    }
    format = given;
  }

  int convolution(String name, ConvolutionLayer layer, int input) {
    requireFormat(layer.getCnn2dDataFormat());
    Extents read = graph.extents(input);
    int[] size = layer.getKernelSize();
    Gaps gaps = new Gaps(size, dilation(layer.getDilation()));
    Window window =
        window(read, gaps, layer.getStride(), layer.getPadding(), layer.getConvolutionMode());
    int in = Math.toIntExact(layer.getNIn());
    int out = Math.toIntExact(layer.getNOut());
    if (in != read.channels()) {
      throw new NotCompilable("a convolution for " + in + " channels that reads " + read);
    }
    int biases = layer.hasBias() ? out : 0;
    int area = size[0] * size[1];
    for (int o = 0; o < out; o++) {
      for (int at = 0; at < area; at++) {
        for (int i = 0; i < in; i++) {
          parameters.append(biases + (o * in + i) * area + at);
        }
      }
    }
    parameters.appendRange(0, biases);
    parameters.endLayer(biases + out * in * area);
    if (gaps.none()) {
      return graph.add(name, Linear.convolution(out, layer.hasBias(), window), input);
    }
    int[] seen = seen(window, gaps);
    Extents rows = new Extents(window.positions(), 1, area * in);
    int gathered = graph.add(name + ", gathered", new Rearrangement(seen, rows), input);
    int made = graph.add(name, Linear.dense(out, layer.hasBias()), gathered);
    return graph.add(name + ", as images", new Regrouping(grid(window, out)), made);
  }

  int pooling(String name, SubsamplingLayer layer, int input) {
    requireFormat(layer.getCnn2dDataFormat());
    Pooling.Kind kind = kind(PoolingType.valueOf(layer.getPoolingType().name()));
    if (kind == Pooling.Kind.AVERAGE && layer.isAvgPoolIncludePadInDivisor()) {
      throw new NotCompilable("average pooling that counts the padding");
    }
    Gaps gaps = new Gaps(layer.getKernelSize(), dilation(layer.getDilation()));
    Extents read = graph.extents(input);
    Window window =
        window(read, gaps, layer.getStride(), layer.getPadding(), layer.getConvolutionMode());
    if (gaps.none()) {
      return graph.add(name, new Pooling(kind, window), input);
    }
    int[] seen = seen(window, gaps);
    if (Arrays.stream(seen).anyMatch(place -> place < 0)) {
      throw new NotCompilable("dilated pooling over a padding");
    }
    int area = gaps.size()[0] * gaps.size()[1];
    Extents rows = new Extents(window.positions(), area, read.channels());
    int gathered = graph.add(name + ", gathered", new Rearrangement(seen, rows), input);
    Window across = Windows.padded(rows, 1, area, 1, 1, 0, 0);
    int made = graph.add(name, new Pooling(kind, across), gathered);
    Regrouping images = new Regrouping(grid(window, read.channels()));
    return graph.add(name + ", as images", images, made);
  }

  int global(String name, GlobalPoolingLayer layer, int input) {
    int[] pooled = layer.getPoolingDimensions();
    if (pooled != null && pooled.length == 2) {
      requireFormat(pooled[0] == 1 ? CNN2DFormat.NHWC : CNN2DFormat.NCHW);
    } else if (format == CNN2DFormat.NHWC) {
      throw new NotCompilable("pooling over no given axes in the format " + format);
    }
    if (pooled != null && !isGrid(pooled) && !Arrays.equals(pooled, new int[] {2})) {
      throw new NotCompilable("pooling over the axes " + Arrays.toString(pooled));
    }
    Pooling all = new Pooling(kind(layer.getPoolingType()), Windows.global(graph.extents(input)));
    return graph.add(name + ", flattened", new Flatten(), graph.add(name, all, input));
  }

  private static boolean isGrid(int[] axes) {
    return Arrays.equals(axes, new int[] {2, 3}) || Arrays.equals(axes, new int[] {1, 2});
  }

  private static Pooling.Kind kind(PoolingType type) {
    return switch (type) {
      case AVG -> Pooling.Kind.AVERAGE;
      case MAX -> Pooling.Kind.MAXIMUM;
      default -> throw new NotCompilable("pooling of type " + type);
    };
  }

  private static int[] dilation(int[] given) {
    return given == null ? new int[] {1, 1} : given;
  }

  /**
   * A window with gaps.
   *
   * @param size what it sees, along both axes
   * @param dilation how far apart that lies
   */
  private record Gaps(int[] size, int[] dilation) {
    boolean none() {
      return dilation[0] == 1 && dilation[1] == 1;
    }

    /** What it covers. */
    int span(int axis) {
      return size[axis] + (size[axis] - 1) * (dilation[axis] - 1);
    }
  }

  /** The window that covers what a dilated one sees. */
  private static Window window(
      Extents input, Gaps gaps, int[] stride, int[] padding, ConvolutionMode mode) {
    return switch (mode) {
      case Same -> Windows.same(input, gaps.span(0), gaps.span(1), stride[0], stride[1]);
      case Truncate, Strict ->
          Windows.padded(
              input, gaps.span(0), gaps.span(1), stride[0], stride[1], padding[0], padding[1]);
      default -> throw new NotCompilable("the convolution mode " + mode);
    };
  }

  private static Extents grid(Window window, int channels) {
    return new Extents(window.outputHeight(), window.outputWidth(), channels);
  }

  /** For each position what the window sees there, place by place, all channels of each. */
  private static int[] seen(Window window, Gaps gaps) {
    int channels = window.channels();
    int area = gaps.size()[0] * gaps.size()[1];
    if ((long) window.positions() * area * channels > MOST_GATHERED) {
      throw new NotCompilable("a dilated window that sees so much of " + window);
    }
    int[] seen = new int[window.positions() * area * channels];
    for (int i = 0; i < seen.length; i++) {
      int place = i / channels % area;
      int covered =
          place / gaps.size()[1] * gaps.dilation()[0] * window.windowWidth()
              + place % gaps.size()[1] * gaps.dilation()[1];
      int pixel = window.pixel(i / channels / area, covered);
      seen[i] = pixel < 0 ? -1 : pixel * channels + i % channels;
    }
    return seen;
  }
}

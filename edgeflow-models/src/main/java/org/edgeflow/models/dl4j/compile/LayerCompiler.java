package org.edgeflow.models.dl4j.compile;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.edgeflow.core.tensor.Window;
import org.edgeflow.core.tensor.activation.Activation;
import org.edgeflow.core.tensor.activation.StandardActivation;
import org.edgeflow.models.engine.graph.LayerGraph;
import org.edgeflow.models.engine.layer.Affine;
import org.edgeflow.models.engine.layer.Elementwise;
import org.edgeflow.models.engine.layer.Flatten;
import org.edgeflow.models.engine.layer.Linear;
import org.edgeflow.models.engine.layer.Normalization;
import org.edgeflow.models.engine.layer.Pooling;
import org.edgeflow.models.engine.layer.Windows;
import org.edgeflow.models.engine.layer.recurrent.Lstm;
import org.edgeflow.models.engine.layer.recurrent.OnePosition;
import org.edgeflow.models.engine.signal.Extents;
import org.nd4j.linalg.activations.IActivation;

/**
 * Adds DL4J's layers, one by one in DL4J's order of parameters, to a layer graph, and keeps account
 * of where each parameter lies in DL4J's flat vector.
 */
final class LayerCompiler {
  /** What DL4J's layer normalization adds to the variance: nothing. */
  private static final double NO_EPSILON = 0;

  private final LayerGraph.Builder graph;
  private final Map<Integer, Extents> grids = new HashMap<>();
  private int[] order = new int[16];
  private int ordered;
  private int offset;
  private FunctionCompiler.Loss loss;

  LayerCompiler(Extents input) {
    graph = new LayerGraph.Builder(input);
  }

  LayerGraph.Builder graph() {
    return graph;
  }

  /** The loss, once a layer with one has been added; else null. */
  FunctionCompiler.Loss loss() {
    return loss;
  }

  /** Where each parameter of the engine lies in DL4J's vector; null if at its own place. */
  int[] order() {
    boolean same = true;
    for (int i = 0; i < ordered; i++) {
      same &= order[i] == i;
    }
    return same ? null : Arrays.copyOf(order, ordered);
  }

  /** Adds a layer that reads another's output; returns its place. */
  int add(String name, Layer layer, int input) {
    if (layer instanceof OutputLayer output && layer.getClass() == OutputLayer.class) {
      int dense = dense(name, output.getNIn(), output.getNOut(), output.hasBias(), false, input);
      return end(name, output.getLossFn(), output.getActivationFn(), dense);
    } else if (layer instanceof LossLayer end) {
      return end(name, end.getLossFn(), end.getActivationFn(), input);
    } else if (layer instanceof DenseLayer dense && layer.getClass() == DenseLayer.class) {
      int place =
          dense(
              name, dense.getNIn(), dense.getNOut(), dense.hasBias(), dense.hasLayerNorm(), input);
      return activation(name, dense.getActivationFn(), place);
    } else if (layer instanceof ConvolutionLayer convolution
        && layer.getClass() == ConvolutionLayer.class) {
      return activation(name, convolution.getActivationFn(), convolution(name, convolution, input));
    } else if (layer instanceof SubsamplingLayer pooling
        && layer.getClass() == SubsamplingLayer.class) {
      return pooling(name, pooling, input);
    } else if (layer instanceof GlobalPoolingLayer pooling) {
      Pooling.Kind kind = WindowCompiler.kind(pooling.getPoolingType());
      int place = graph.add(name, new Pooling(kind, Windows.global(graph.extents(input))), input);
      return graph.add(name + ", flattened", new Flatten(), place);
    } else if (layer instanceof ActivationLayer activation) {
      return activation(name, activation.getActivationFn(), input);
    }
    return recurrent(name, layer, input);
  }

  private int recurrent(String name, Layer layer, int input) {
    if (layer instanceof LSTM lstm && layer.getClass() == LSTM.class) {
      return lstm(name, lstm, input);
    } else if (layer instanceof LastTimeStep last) {
      int whole = add(name, last.getUnderlying(), input);
      return graph.add(name + ", last step", OnePosition.LAST, whole);
    } else if (layer instanceof RnnOutputLayer output) {
      int out = Math.toIntExact(output.getNOut());
      requireChannels(output.getNIn(), input);
      int place = graph.add(name, Linear.dense(out, output.hasBias()), input);
      int count = Math.toIntExact(output.getNIn()) * out + (output.hasBias() ? out : 0);
      appendRange(0, count);
      offset += count;
      return end(name, output.getLossFn(), output.getActivationFn(), place);
    }
    throw new NotCompilable("a layer of kind " + layer.getClass().getSimpleName());
  }

  /** Adds DL4J's flattening, channel by channel; the next dense layer's columns know of it. */
  int flatten(String name, int input) {
    Extents grid = graph.extents(input);
    int place = graph.add(name + ", flattened", new Flatten(), input);
    if (grid.positions() > 1) {
      grids.put(place, grid);
    }
    return place;
  }

  private int activation(String name, IActivation function, int input) {
    Activation exact = FunctionCompiler.activation(function);
    if (exact == StandardActivation.IDENTITY) {
      return input;
    }
    int place = graph.add(name + ", " + function, new Elementwise(exact), input);
    if (grids.containsKey(input)) {
      grids.put(place, grids.get(input));
    }
    return place;
  }

  private int end(
      String name,
      org.nd4j.linalg.lossfunctions.ILossFunction function,
      IActivation activation,
      int input) {
    requireNatural(input);
    // DL4J adds up over a sequence's positions, and averages over the sequences.
    Extents extents = graph.extents(input);
    loss =
        FunctionCompiler.loss(function, activation, extents.channels()).times(extents.positions());
    return loss.activated() ? activation(name, activation, input) : input;
  }

  /** A flattened grid has its numbers in another order than DL4J's: only dense layers know. */
  void requireNatural(int place) {
    if (grids.containsKey(place)) {
      throw new NotCompilable("reading a flattened image other than by a dense layer");
    }
  }

  private int dense(
      String name, long inputs, long outputs, boolean bias, boolean normalized, int input) {
    int in = Math.toIntExact(inputs);
    int out = Math.toIntExact(outputs);
    if (graph.extents(input).size() != in || graph.extents(input).positions() != 1) {
      throw new NotCompilable(
          "a dense layer for " + in + " inputs that reads " + graph.extents(input));
    }
    Extents grid = grids.get(input);
    int place = graph.add(name, Linear.dense(out, bias && !normalized), input);
    for (int o = 0; o < out; o++) {
      for (int k = 0; k < in; k++) {
        append(o * in + (grid == null ? k : channelMajor(grid, k)));
      }
    }
    int weights = in * out;
    int biases = bias ? out : 0;
    if (normalized) {
      graph.add(name + ", normalized", new Normalization(NO_EPSILON, false), place);
      place = graph.then(name + ", scaled", new Affine(bias));
      appendRange(weights + biases, out);
    }
    appendRange(weights, biases);
    offset += weights + biases + (normalized ? out : 0);
    return place;
  }

  /** DL4J's order: W, then R, then the biases, each gate by gate as the engine has them. */
  private int lstm(String name, LSTM layer, int input) {
    int units = Math.toIntExact(layer.getNOut());
    int sums = Lstm.GATES * units;
    requireChannels(layer.getNIn(), input);
    graph.add(name + ", inputs", Linear.dense(sums, true), input);
    int weights = Math.toIntExact(layer.getNIn()) * sums;
    int recurrent = units * sums;
    appendRange(0, weights);
    appendRange(weights + recurrent, sums);
    appendRange(weights, recurrent);
    offset += weights + recurrent + sums;
    return graph.then(
        name,
        new Lstm(
            units,
            FunctionCompiler.activation(layer.getActivationFn()),
            FunctionCompiler.activation(layer.getGateActivationFn()),
            false));
  }

  private void requireChannels(long channels, int input) {
    if (graph.extents(input).channels() != channels) {
      throw new NotCompilable(
          "a layer for " + channels + " channels that reads " + graph.extents(input));
    }
  }

  private static int channelMajor(Extents grid, int k) {
    return k % grid.channels() * grid.positions() + k / grid.channels();
  }

  private int convolution(String name, ConvolutionLayer layer, int input) {
    WindowCompiler.requireChannelsFirst(layer.getCnn2dDataFormat());
    Window window =
        WindowCompiler.window(
            graph.extents(input),
            layer.getKernelSize(),
            layer.getStride(),
            layer.getPadding(),
            layer.getDilation(),
            layer.getConvolutionMode());
    int in = Math.toIntExact(layer.getNIn());
    int out = Math.toIntExact(layer.getNOut());
    if (in != window.channels()) {
      throw new NotCompilable(
          "a convolution for " + in + " channels that reads " + graph.extents(input));
    }
    int place = graph.add(name, Linear.convolution(out, layer.hasBias(), window), input);
    int biases = layer.hasBias() ? out : 0;
    int area = window.windowHeight() * window.windowWidth();
    for (int o = 0; o < out; o++) {
      for (int at = 0; at < area; at++) {
        for (int i = 0; i < in; i++) {
          append(biases + (o * in + i) * area + at);
        }
      }
    }
    appendRange(0, biases);
    offset += biases + out * in * area;
    return place;
  }

  private int pooling(String name, SubsamplingLayer layer, int input) {
    WindowCompiler.requireChannelsFirst(layer.getCnn2dDataFormat());
    Pooling.Kind kind = WindowCompiler.kind(PoolingType.valueOf(layer.getPoolingType().name()));
    if (kind == Pooling.Kind.AVERAGE && layer.isAvgPoolIncludePadInDivisor()) {
      throw new NotCompilable("average pooling that counts the padding");
    }
    Window window =
        WindowCompiler.window(
            graph.extents(input),
            layer.getKernelSize(),
            layer.getStride(),
            layer.getPadding(),
            layer.getDilation(),
            layer.getConvolutionMode());
    return graph.add(name, new Pooling(kind, window), input);
  }

  private void appendRange(int from, int count) {
    for (int i = 0; i < count; i++) {
      append(from + i);
    }
  }

  private void append(int place) {
    if (ordered == order.length) {
      order = Arrays.copyOf(order, 2 * ordered);
    }
    order[ordered++] = offset + place;
  }
}

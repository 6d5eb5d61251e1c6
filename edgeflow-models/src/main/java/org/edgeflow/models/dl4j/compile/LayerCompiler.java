package org.edgeflow.models.dl4j.compile;

import java.util.HashMap;
import java.util.Map;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.edgeflow.core.tensor.activation.Activation;
import org.edgeflow.core.tensor.activation.StandardActivation;
import org.edgeflow.models.engine.graph.LayerGraph;
import org.edgeflow.models.engine.layer.Affine;
import org.edgeflow.models.engine.layer.Elementwise;
import org.edgeflow.models.engine.layer.Flatten;
import org.edgeflow.models.engine.layer.Linear;
import org.edgeflow.models.engine.layer.Normalization;
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
  private final ParameterOrder parameters = new ParameterOrder();
  private final WindowCompiler windows;
  private final SequenceCompiler sequences;
  private FunctionCompiler.Loss loss;

  LayerCompiler(Extents input) {
    graph = new LayerGraph.Builder(input);
    windows = new WindowCompiler(graph, parameters);
    sequences = new SequenceCompiler(graph, parameters);
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
    return parameters.all();
  }

  /** Images lie in this format, as all of the network's. */
  void requireFormat(CNN2DFormat format) {
    windows.requireFormat(format);
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
      return activation(
          name, convolution.getActivationFn(), windows.convolution(name, convolution, input));
    } else if (layer instanceof SubsamplingLayer pooling
        && layer.getClass() == SubsamplingLayer.class) {
      return windows.pooling(name, pooling, input);
    } else if (layer instanceof GlobalPoolingLayer pooling) {
      return windows.global(name, pooling, input);
    } else if (layer instanceof ActivationLayer activation) {
      return activation(name, activation.getActivationFn(), input);
    }
    return recurrent(name, layer, input);
  }

  private int recurrent(String name, Layer layer, int input) {
    if (layer instanceof LSTM lstm && layer.getClass() == LSTM.class) {
      return sequences.lstm(name, lstm, input);
    } else if (layer instanceof SelfAttentionLayer attention) {
      return sequences.attention(name, attention, input);
    } else if (layer instanceof LastTimeStep last) {
      int whole = add(name, last.getUnderlying(), input);
      return graph.add(name + ", last step", OnePosition.LAST, whole);
    } else if (layer instanceof RnnOutputLayer output) {
      int place = sequences.output(name, output, input);
      return end(name, output.getLossFn(), output.getActivationFn(), place);
    }
    throw new NotCompilable("a layer of kind " + layer.getClass().getSimpleName());
  }

  /**
   * Adds DL4J's flattening: channel by channel, of which the next dense layer's columns know; with
   * the channels innermost as the engine has it.
   */
  int flatten(String name, CNN2DFormat format, int input) {
    requireFormat(format);
    Extents grid = graph.extents(input);
    int place = graph.add(name + ", flattened", new Flatten(), input);
    if (grid.positions() > 1 && format != CNN2DFormat.NHWC) {
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
        parameters.append(o * in + (grid == null ? k : channelMajor(grid, k)));
      }
    }
    int weights = in * out;
    int biases = bias ? out : 0;
    if (normalized) {
      graph.add(name + ", normalized", new Normalization(NO_EPSILON, false), place);
      place = graph.then(name + ", scaled", new Affine(bias));
      parameters.appendRange(weights + biases, out);
    }
    parameters.appendRange(weights, biases);
    parameters.endLayer(weights + biases + (normalized ? out : 0));
    return place;
  }

  private static int channelMajor(Extents grid, int k) {
    return k % grid.channels() * grid.positions() + k / grid.channels();
  }
}

package org.edgeflow.models.dl4j.compile;

import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;
import org.edgeflow.models.engine.graph.LayerGraph;
import org.edgeflow.models.engine.layer.Attention;
import org.edgeflow.models.engine.layer.Linear;
import org.edgeflow.models.engine.layer.recurrent.Lstm;

/** Adds DL4J's layers for sequences to a layer graph. */
record SequenceCompiler(LayerGraph.Builder graph, ParameterOrder parameters) {
  /** DL4J's order: W, then R, then the biases, each gate by gate as the engine has them. */
  int lstm(String name, LSTM layer, int input) {
    int units = Math.toIntExact(layer.getNOut());
    int sums = Lstm.GATES * units;
    requireChannels(layer.getNIn(), input);
    graph.add(name + ", inputs", Linear.dense(sums, true), input);
    int weights = Math.toIntExact(layer.getNIn()) * sums;
    int recurrent = units * sums;
    parameters.appendRange(0, weights);
    parameters.appendRange(weights + recurrent, sums);
    parameters.appendRange(weights, recurrent);
    parameters.endLayer(weights + recurrent + sums);
    return graph.then(
        name,
        new Lstm(
            units,
            FunctionCompiler.activation(layer.getActivationFn()),
            FunctionCompiler.activation(layer.getGateActivationFn()),
            false));
  }

  /**
   * DL4J's order: W_q, W_k, W_v, each heads × size × inputs, then W_o, heads · size × outputs;
   * nothing where the input attends to itself as it is.
   */
  int attention(String name, SelfAttentionLayer layer, int input) {
    int inputs = Math.toIntExact(layer.getNIn());
    requireChannels(inputs, input);
    if (!layer.isProjectInput()) {
      return graph.add(name, new Attention(1), input, input, input);
    }
    int heads = Math.toIntExact(layer.getNHeads());
    int inner = Math.multiplyExact(heads, Math.toIntExact(layer.getHeadSize()));
    int outputs = Math.toIntExact(layer.getNOut());
    int queries = graph.add(name + ", queries", Linear.dense(inner, false), input);
    int keys = graph.add(name + ", keys", Linear.dense(inner, false), input);
    int values = graph.add(name + ", values", Linear.dense(inner, false), input);
    graph.add(name + ", attention", new Attention(heads), queries, keys, values);
    int before = 3 * inner * inputs;
    parameters.appendRange(0, before);
    for (int o = 0; o < outputs; o++) {
      for (int k = 0; k < inner; k++) {
        parameters.append(before + k * outputs + o);
      }
    }
    parameters.endLayer(before + inner * outputs);
    return graph.then(name + ", outputs", Linear.dense(outputs, false));
  }

  /** The dense layer of an output at every position, before its function and its loss. */
  int output(String name, RnnOutputLayer layer, int input) {
    int out = Math.toIntExact(layer.getNOut());
    requireChannels(layer.getNIn(), input);
    int count = Math.toIntExact(layer.getNIn()) * out + (layer.hasBias() ? out : 0);
    parameters.appendRange(0, count);
    parameters.endLayer(count);
    return graph.add(name, Linear.dense(out, layer.hasBias()), input);
  }

  private void requireChannels(long channels, int input) {
    if (graph.extents(input).channels() != channels) {
      throw new NotCompilable(
          "a layer for " + channels + " channels that reads " + graph.extents(input));
    }
  }
}

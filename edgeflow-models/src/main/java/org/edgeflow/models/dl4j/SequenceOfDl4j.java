package org.edgeflow.models.dl4j;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.edgeflow.core.data.Dataset;
import org.edgeflow.core.objective.DifferencedObjective;
import org.edgeflow.core.objective.Problem;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.activation.Activation;
import org.edgeflow.core.tensor.activation.StandardActivation;
import org.edgeflow.models.dl4j.backprop.Batch;
import org.edgeflow.models.dl4j.backprop.ExactGelu;
import org.edgeflow.models.dl4j.backprop.Network;
import org.edgeflow.models.dl4j.backprop.NetworkLoss;
import org.edgeflow.models.dl4j.backprop.SoftmaxCrossEntropy;
import org.edgeflow.models.dl4j.backprop.StableSoftplus;
import org.edgeflow.models.engine.LayerBlocks;
import org.edgeflow.models.engine.NetworkProblem;
import org.edgeflow.models.engine.graph.LayerGraph;
import org.edgeflow.models.engine.layer.Elementwise;
import org.edgeflow.models.engine.layer.Linear;
import org.edgeflow.models.engine.loss.Criterion;
import org.edgeflow.nd4j.Nd4jRuntime;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationGELU;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossL2;

/**
 * A graph in which dense layers, each with or without an activation, follow one another, told to
 * DL4J. Parameters keep their order, for it is DL4J's: a layer's weights unit by unit, then its
 * biases.
 */
final class SequenceOfDl4j {
  private SequenceOfDl4j() {}

  /** A dense layer and what follows it. */
  private record Dense(int inputs, int outputs, Activation activation) {}

  static Problem problem(
      String objective, LayerGraph graph, Dataset dataset, double[] start, TensorBackend backend) {
    if (graph.criterion() == Criterion.CROSS_ENTROPY) {
      NetworkProblem.reportOneClass(dataset);
    }
    Nd4jRuntime runtime = Nd4jRuntime.open();
    List<Dense> layers = layers(objective, graph);
    MultiLayerNetwork net =
        new MultiLayerNetwork(configuration(layers, graph.criterion(), backend.dataType()));
    net.init();
    Network network = new Network.Sequential(net, Batch.rows(runtime, dataset, backend.dataType()));
    return new Problem(
            new DifferencedObjective(
                new NetworkLoss(backend, runtime, network, graph.factor(), dataset.size())),
            backend.of(start, start.length),
            List.of())
        .withBlocks(LayerBlocks.of(graph, null));
  }

  private static List<Dense> layers(String objective, LayerGraph graph) {
    List<Dense> layers = new ArrayList<>();
    int inputs = graph.input().channels();
    List<LayerGraph.Node> nodes = graph.nodes();
    for (LayerGraph.Node node : nodes.subList(1, nodes.size())) {
      int last = layers.size() - 1;
      if (node.layer() instanceof Linear linear && linear.window() == null && linear.bias()) {
        layers.add(new Dense(inputs, linear.outputs(), null));
        inputs = linear.outputs();
      } else if (node.layer() instanceof Elementwise elementwise
          && last >= 0
          && layers.get(last).activation() == null) {
        Dense dense = layers.get(last);
        layers.set(last, new Dense(dense.inputs(), dense.outputs(), elementwise.function()));
      } else {
        throw new ConfigException(
            "objective "
                + objective
                + ": DL4J evaluates dense layers and their activations here, got layer '"
                + node.name()
                + "'. Use 'engine: exact'.");
      }
    }
    return layers;
  }

  private static MultiLayerConfiguration configuration(
      List<Dense> dense, Criterion criterion, DataType dataType) {
    NeuralNetConfiguration.ListBuilder layers =
        new NeuralNetConfiguration.Builder()
            .dataType(Nd4jRuntime.format(dataType))
            .weightInit(WeightInit.ZERO)
            .list();
    int last = dense.size() - 1;
    for (Dense layer : dense.subList(0, last)) {
      layers.layer(
          new DenseLayer.Builder()
              .nIn(layer.inputs())
              .nOut(layer.outputs())
              .activation(function(layer.activation()))
              .build());
    }
    return layers
        .layer(
            new OutputLayer.Builder(function(criterion))
                .nIn(dense.get(last).inputs())
                .nOut(dense.get(last).outputs())
                .activation(function(dense.get(last).activation()))
                .build())
        .build();
  }

  private static IActivation function(Activation activation) {
    if (activation == null) {
      return new ActivationIdentity();
    }
    if (activation instanceof StandardActivation standard) {
      switch (standard) {
        case IDENTITY:
          return new ActivationIdentity();
        case TANH:
          return new ActivationTanH();
        case RELU:
          return new ActivationReLU();
        case GELU:
          return new ExactGelu();
        case GELU_SIGMOID:
          return new ActivationGELU(false);
        case SOFTPLUS:
          return new StableSoftplus();
        default:
          break;
      }
    }
    throw new ConfigException(
        "DL4J has no activation '" + activation + "' here. Use 'engine: exact'.");
  }

  private static ILossFunction function(Criterion criterion) {
    return criterion == Criterion.SQUARED_ERROR ? new LossL2() : new SoftmaxCrossEntropy();
  }
}

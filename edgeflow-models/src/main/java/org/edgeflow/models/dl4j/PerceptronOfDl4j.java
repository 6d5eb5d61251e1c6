package org.edgeflow.models.dl4j;

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
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.models.engine.NetworkProblem;
import org.edgeflow.models.nd4j.Nd4jRuntime;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationGELU;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossL2;

/**
 * {@link MultilayerPerceptron} evaluated by DL4J's own backprop. It stands apart so that the other
 * can be loaded where DL4J is not on the class path.
 */
final class PerceptronOfDl4j {
  private PerceptronOfDl4j() {}

  static Problem problem(
      MultilayerPerceptron.Settings settings,
      List<Integer> widths,
      Dataset dataset,
      double[] start,
      TensorBackend backend) {
    if (settings.loss() == MultilayerPerceptron.Criterion.CROSS_ENTROPY) {
      NetworkProblem.reportOneClass(dataset);
    }
    Nd4jRuntime runtime = Nd4jRuntime.beside(backend);
    MultiLayerNetwork net =
        new MultiLayerNetwork(configuration(settings, widths, backend.dataType()));
    net.init();
    Network network = new Network.Sequential(net, Batch.rows(runtime, dataset, backend.dataType()));
    return new Problem(
        new DifferencedObjective(
            new NetworkLoss(backend, runtime, network, settings.loss().factor(), dataset.size())),
        backend.of(start, start.length),
        List.of());
  }

  private static MultiLayerConfiguration configuration(
      MultilayerPerceptron.Settings settings, List<Integer> widths, DataType dataType) {
    NeuralNetConfiguration.ListBuilder layers =
        new NeuralNetConfiguration.Builder()
            .dataType(Nd4jRuntime.format(dataType))
            .weightInit(WeightInit.ZERO)
            .list();
    int last = widths.size() - 2;
    for (int i = 0; i < last; i++) {
      layers.layer(
          new DenseLayer.Builder()
              .nIn(widths.get(i))
              .nOut(widths.get(i + 1))
              .activation(function(settings.activation()))
              .build());
    }
    return layers
        .layer(
            new OutputLayer.Builder(function(settings.loss()))
                .nIn(widths.get(last))
                .nOut(widths.get(last + 1))
                .activation(Activation.IDENTITY)
                .build())
        .build();
  }

  private static IActivation function(MultilayerPerceptron.Nonlinearity activation) {
    return switch (activation) {
      case TANH -> Activation.TANH.getActivationFunction();
      case RELU -> Activation.RELU.getActivationFunction();
      case GELU -> new ExactGelu();
      case GELU_SIGMOID -> new ActivationGELU(false);
      case SOFTPLUS -> new StableSoftplus();
      case IDENTITY -> Activation.IDENTITY.getActivationFunction();
    };
  }

  private static ILossFunction function(MultilayerPerceptron.Criterion loss) {
    return loss == MultilayerPerceptron.Criterion.MSE ? new LossL2() : new SoftmaxCrossEntropy();
  }
}

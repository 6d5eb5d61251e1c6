package org.edgeflow.models.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.edgeflow.core.data.Dataset;
import org.edgeflow.core.descent.EdgeDescent;
import org.edgeflow.nd4j.Nd4jRuntime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Networks that DL4J's users build, trained in a loop as they write it. */
class EdgeGradientDescentTest {
  private static final int EXAMPLES = 60;
  private static final int CLASSES = 3;

  private final DataSet data = data();

  private static DataSet data() {
    Nd4jRuntime runtime = Nd4jRuntime.open();
    Dataset digits = Digits.dataset(EXAMPLES, CLASSES, 6);
    org.edgeflow.core.tensor.DataType format = org.edgeflow.core.tensor.DataType.FLOAT64;
    INDArray inputs = runtime.zeros(format, EXAMPLES, 6);
    runtime.write(digits.inputs(), inputs);
    INDArray labels = runtime.zeros(format, EXAMPLES, CLASSES);
    runtime.write(digits.oneHotTargets(), labels);
    return new DataSet(inputs, labels);
  }

  private static NeuralNetConfiguration.Builder builder(double rate) {
    return new NeuralNetConfiguration.Builder()
        .seed(3)
        .dataType(DataType.DOUBLE)
        .updater(new Sgd(rate));
  }

  private static DenseLayer hidden() {
    return new DenseLayer.Builder().nIn(6).nOut(12).activation(Activation.TANH).build();
  }

  private static OutputLayer output() {
    return new OutputLayer.Builder(LossFunction.MSE)
        .nIn(12)
        .nOut(CLASSES)
        .activation(Activation.IDENTITY)
        .build();
  }

  private static MultiLayerNetwork sequential(double rate) {
    MultiLayerNetwork net =
        new MultiLayerNetwork(builder(rate).list().layer(hidden()).layer(output()).build());
    net.init();
    return net;
  }

  private static EdgeDescent.Settings settings(int substeps, EdgeDescent.Control control) {
    return EdgeDescent.Settings.of(substeps, control);
  }

  @ParameterizedTest
  @EnumSource(EdgeDescent.Control.class)
  void theLossFallsInAnOrdinaryLoop(EdgeDescent.Control control) {
    MultiLayerNetwork net = sequential(0.1);
    double before = net.score(data);
    EdgeGradientDescent descent = EdgeGradientDescent.of(net, 0.5, settings(2, control));
    double first = descent.fit(data);
    for (int epoch = 1; epoch < 40; epoch++) {
      descent.fit(data);
    }
    assertThat(first).isCloseTo(before, within(1e-12));
    assertThat(net.score(data)).isLessThan(0.8 * before);
  }

  @Test
  void aGraphOfTheSameLayersIsTrainedAlike() {
    MultiLayerNetwork net = sequential(0.1);
    ComputationGraph graph =
        new ComputationGraph(
            builder(0.1)
                .graphBuilder()
                .addInputs("in")
                .addLayer("hidden", hidden(), "in")
                .addLayer("out", output(), "hidden")
                .setOutputs("out")
                .build());
    graph.init();
    graph.setParams(net.params().dup());
    EdgeGradientDescent one =
        EdgeGradientDescent.of(net, 0.5, settings(1, EdgeDescent.Control.NONE));
    EdgeGradientDescent two =
        EdgeGradientDescent.of(graph, 0.5, settings(1, EdgeDescent.Control.NONE));
    for (int epoch = 0; epoch < 10; epoch++) {
      assertThat(two.fit(data)).isCloseTo(one.fit(data), within(1e-12));
    }
  }

  /**
   * Far from the edge, with many substeps, it is gradient flow, as DL4J's SGD is at a small rate.
   */
  @Test
  void awayFromTheEdgeItFollowsDl4jsOwnSgdAtASmallerRate() {
    double rate = 0.02;
    int finer = 200;
    MultiLayerNetwork sgd = sequential(rate / finer);
    MultiLayerNetwork net = sequential(rate);
    EdgeGradientDescent descent =
        EdgeGradientDescent.of(net, rate, settings(finer, EdgeDescent.Control.NONE));
    for (int epoch = 0; epoch < 3; epoch++) {
      descent.fit(data);
      for (int i = 0; i < finer; i++) {
        sgd.fit(data);
      }
    }
    INDArray start = sequential(rate).params();
    double moved = sgd.params().distance2(start);
    assertThat(net.params().distance2(sgd.params())).isLessThan(0.02 * moved);
  }

  @Test
  void listenersHearEachIterationAndTheNetworkKeepsWhatOthersShowedIt() {
    MultiLayerNetwork net = sequential(0.1);
    List<String> heard = new ArrayList<>();
    net.setListeners(
        new BaseTrainingListener() {
          @Override
          public void iterationDone(Model model, int iteration, int epoch) {
            heard.add(iteration + ": " + (model.score() > 0));
          }
        });
    EdgeGradientDescent descent =
        EdgeGradientDescent.of(net, 0.5, settings(1, EdgeDescent.Control.NONE));
    double first = descent.fit(data);
    net.output(data.getFeatures().mul(-3));
    double second = descent.fit(data);
    assertThat(heard).containsExactly("1: true", "2: true");
    assertThat(second).isLessThan(first);
    assertThat(descent.magnitude()).isPositive();
  }

  @Test
  void otherDataAndNetworksWithoutOneLossAreRefused() {
    EdgeGradientDescent descent =
        EdgeGradientDescent.of(sequential(0.1), 0.5, settings(1, EdgeDescent.Control.NONE));
    descent.fit(data);
    assertThatThrownBy(() -> descent.fit(data()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("sees all examples at every step");
    MultiLayerNetwork dropping =
        new MultiLayerNetwork(
            builder(0.1)
                .list()
                .layer(new DenseLayer.Builder().nIn(6).nOut(12).dropOut(0.5).build())
                .layer(output())
                .build());
    dropping.init();
    assertThatThrownBy(
            () -> EdgeGradientDescent.of(dropping, 0.5, settings(1, EdgeDescent.Control.NONE)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cannot train this network")
        .hasMessageContaining("dropout");
  }
}

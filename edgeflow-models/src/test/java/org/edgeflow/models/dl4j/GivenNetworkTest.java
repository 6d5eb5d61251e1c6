package org.edgeflow.models.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.constraint.UnitNormConstraint;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.edgeflow.core.data.Dataset;
import org.edgeflow.core.objective.ObjectiveFactory;
import org.edgeflow.core.objective.Problem;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.TensorBackend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class GivenNetworkTest {
  private final Dataset rows = Digits.dataset(6, 3, 5);
  private final Dataset images = Digits.dataset(6, 3, 2, 8, 6);
  @TempDir Path directory;

  private static NeuralNetConfiguration.Builder builder() {
    return new NeuralNetConfiguration.Builder();
  }

  private static OutputLayer output(int in) {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .nIn(in)
        .nOut(3)
        .activation(Activation.SOFTMAX)
        .build();
  }

  private static MultiLayerConfiguration small(UnaryOperator<DenseLayer.Builder> change) {
    return builder()
        .list()
        .layer(
            change
                .apply(new DenseLayer.Builder().nIn(5).nOut(4).activation(Activation.TANH))
                .build())
        .layer(output(4))
        .build();
  }

  private static ComputationGraphConfiguration skip() {
    return builder()
        .graphBuilder()
        .addInputs("in")
        .addLayer(
            "a", new DenseLayer.Builder().nIn(5).nOut(4).activation(Activation.TANH).build(), "in")
        .addLayer(
            "b", new DenseLayer.Builder().nIn(4).nOut(4).activation(Activation.TANH).build(), "a")
        .addLayer("out", output(8), "a", "b")
        .setOutputs("out")
        .build();
  }

  private static MultiLayerConfiguration convolutional(CNN2DFormat format) {
    return builder()
        .list()
        .layer(
            new ConvolutionLayer.Builder(3, 3)
                .nOut(3)
                .dataFormat(format)
                .activation(Activation.TANH)
                .build())
        .layer(
            new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.AVG)
                .kernelSize(2, 2)
                .stride(2, 2)
                .dataFormat(format)
                .build())
        .layer(
            new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(3)
                .activation(Activation.SOFTMAX)
                .build())
        .setInputType(InputType.convolutional(8, 6, 2, format))
        .build();
  }

  @Test
  void aConfigurationIsDrawnFromTheSeedInTheRunsFormat() throws IOException {
    Path json = write(small(layer -> layer).toJson());
    Problem problem = fromJson(json, rows, Digits.nd4j(DataType.FLOAT64), 1);
    assertThat(problem.start().size()).isEqualTo(6 * 4 + 5 * 3);
    assertThat(Digits.read(problem.start()))
        .containsExactly(
            Digits.read(fromJson(json, rows, Digits.heap(DataType.FLOAT64), 1).start()))
        .isNotEqualTo(Digits.read(fromJson(json, rows, Digits.heap(DataType.FLOAT64), 2).start()));
    assertGradient(problem);
    Problem narrow = fromJson(json, rows, Digits.heap(DataType.FLOAT32), 1);
    assertThat(narrow.objective().loss(narrow.start()))
        .isCloseTo(problem.objective().loss(problem.start()), within(1e-5));
  }

  @Test
  void aZipStartsFromItsOwnParameters() throws IOException {
    MultiLayerNetwork net = new MultiLayerNetwork(small(layer -> layer));
    net.init();
    Path zip = directory.resolve("net.zip");
    net.save(zip.toFile());
    Problem problem = fromZip(zip, rows, Digits.nd4j(DataType.FLOAT64));
    assertThat(Digits.read(problem.start())).containsExactly(net.params().toDoubleVector());
    assertGradient(problem);
  }

  @Test
  void graphsComeFromJsonAndZip() throws IOException {
    assertGradient(fromJson(write(skip().toJson()), rows, Digits.nd4j(DataType.FLOAT64), 1));
    ComputationGraph net = new ComputationGraph(skip());
    net.init();
    Path zip = directory.resolve("graph.zip");
    net.save(zip.toFile());
    Problem problem = fromZip(zip, rows, Digits.heap(DataType.FLOAT64));
    assertThat(Digits.read(problem.start())).containsExactly(net.params().toDoubleVector());
    assertGradient(problem);
  }

  @Test
  void convolutionsSeeImages() throws IOException {
    for (CNN2DFormat format : CNN2DFormat.values()) {
      Path json = write(convolutional(format).toJson());
      assertGradient(fromJson(json, images, Digits.nd4j(DataType.FLOAT64), 1));
    }
  }

  @Test
  void aSumOfLossesIsNotDividedByTheNumberOfExamples() throws IOException {
    MultiLayerConfiguration mean = small(layer -> layer);
    MultiLayerConfiguration sum =
        builder()
            .miniBatch(false)
            .list()
            .layer(new DenseLayer.Builder().nIn(5).nOut(4).activation(Activation.TANH).build())
            .layer(output(4))
            .build();
    Problem averaged = fromJson(write(mean.toJson()), rows, Digits.nd4j(DataType.FLOAT64), 1);
    Problem summed = fromJson(write(sum.toJson()), rows, Digits.nd4j(DataType.FLOAT64), 1);
    double[] start = Digits.read(averaged.start());
    assertThat(Digits.loss(summed, start))
        .isCloseTo(6 * Digits.loss(averaged, start), within(1e-12));
    assertGradient(summed);
  }

  static Stream<Arguments> unfit() {
    return Stream.of(
        Arguments.of(
            small(layer -> layer.dropOut(0.5)).toJson(), "layer 0 (DenseLayer) has dropout"),
        Arguments.of(
            small(layer -> layer.weightNoise(new DropConnect(0.5))).toJson(), "weight noise"),
        Arguments.of(
            small(layer -> layer.constrainWeights(new UnitNormConstraint(1))).toJson(),
            "has constraints"),
        Arguments.of(small(layer -> layer.l2(1e-3)).toJson(), "l1, l2 or weight-decay"),
        Arguments.of(small(layer -> layer.l1Bias(1e-3)).toJson(), "l1, l2 or weight-decay"),
        Arguments.of(
            small(layer -> layer.activation(Activation.RRELU)).toJson(), "random activation"),
        Arguments.of(
            builder()
                .list()
                .layer(new DenseLayer.Builder().nIn(5).nOut(4).build())
                .layer(new BatchNormalization.Builder().nIn(4).nOut(4).build())
                .layer(output(4))
                .build()
                .toJson(),
            "layer 1 (BatchNormalization) is batch normalization"),
        Arguments.of(
            builder()
                .list()
                .layer(new DenseLayer.Builder().nIn(5).nOut(3).name("features").build())
                .build()
                .toJson(),
            "layer 0 ('features', DenseLayer) is the last one and has no loss"),
        Arguments.of(
            small(layer -> layer.nIn(7)).toJson(),
            "layer 0 (DenseLayer) takes 7 inputs, but dataset 'random digits' has examples of shape"
                + " [5], which makes 5"),
        Arguments.of(
            builder()
                .list()
                .layer(
                    new OutputLayer.Builder(LossFunction.MSE)
                        .nIn(5)
                        .nOut(4)
                        .activation(Activation.IDENTITY)
                        .build())
                .build()
                .toJson(),
            "has 4 outputs, but dataset 'random digits' has 3 classes"),
        Arguments.of(
            convolutional(CNN2DFormat.NCHW).toJson(),
            "takes images, but dataset 'random digits' has examples of shape [5], expected"
                + " [channels, height, width]"),
        Arguments.of(
            builder()
                .graphBuilder()
                .addInputs("in")
                .addLayer("first", output(5), "in")
                .addLayer("second", output(5), "in")
                .setOutputs("first", "second")
                .build()
                .toJson(),
            "has 2 outputs (first, second), expected one"),
        Arguments.of("{\"a\": 1}", "is not a DL4J configuration"),
        Arguments.of("{\"confs\": 1}", "has at confs 1, expected a list"));
  }

  @ParameterizedTest
  @MethodSource("unfit")
  void whatHasNoFixedLossOrDoesNotFitIsRefusedInOneMessage(String json, String reason)
      throws IOException {
    Path file = write(json);
    assertThatThrownBy(() -> fromJson(file, rows, Digits.heap(DataType.FLOAT64), 1))
        .isInstanceOfSatisfying(
            ConfigException.class, refusal -> assertThat(refusal.problems()).hasSize(1))
        .hasMessageContaining(file.toString())
        .hasMessageContaining(reason);
  }

  @Test
  void severalLabelsAnExampleAreRefused() throws IOException {
    Path file = write(small(layer -> layer).toJson());
    assertThatThrownBy(() -> fromJson(file, Digits.sequences(), Digits.heap(DataType.FLOAT64), 1))
        .isInstanceOfSatisfying(
            ConfigException.class, refusal -> assertThat(refusal.problems()).hasSize(1))
        .hasMessageContaining(file.toString())
        .hasMessageContaining(
            "dataset 'sequences' has 3 labels an example, one for each position, expected one; use"
                + " an objective that labels every position: 'transformer', 'lstm' or 'gru'");
  }

  @Test
  void imagesOfAnotherSizeAreRefused() throws IOException {
    Path json = write(convolutional(CNN2DFormat.NCHW).toJson());
    Dataset oneChannel = Digits.dataset(6, 3, 1, 8, 6);
    assertThatThrownBy(() -> fromJson(json, oneChannel, Digits.heap(DataType.FLOAT64), 1))
        .hasMessageContaining("takes 2 channels")
        .hasMessageContaining("[1, 8, 6]");
    Dataset larger = Digits.dataset(6, 3, 2, 12, 12);
    assertThatThrownBy(() -> fromJson(json, larger, Digits.heap(DataType.FLOAT64), 1))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("cannot be evaluated on dataset 'random digits'")
        .hasMessageContaining("[2, 12, 12]");
  }

  @Test
  void filesThatAreNoNetworksAreRefused() throws IOException {
    Path missing = directory.resolve("missing");
    assertThatThrownBy(() -> fromZip(missing, rows, Digits.heap(DataType.FLOAT64)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("does not exist");
    Path text = write("not a zip");
    assertThatThrownBy(() -> fromZip(text, rows, Digits.heap(DataType.FLOAT64)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("cannot be read as a zip");
    assertThatThrownBy(
            () -> new GivenNetworkFactory.Settings(Optional.of(missing), Optional.of(missing)))
        .hasMessageContaining("both of 'configuration' and 'network'");
    assertThatThrownBy(() -> new GivenNetworkFactory.Settings(Optional.empty(), Optional.empty()))
        .hasMessageContaining("neither of 'configuration' and 'network'");
  }

  private static void assertGradient(Problem problem) {
    double[] point = Digits.read(problem.start());
    double[] gradient = Digits.gradient(problem, point);
    double norm = Math.sqrt(Digits.dot(gradient, gradient));
    assertThat(norm).isPositive();
    double step = 1e-5;
    for (int k = 0; k < 5; k++) {
      double[] v = Digits.unit(point.length, k);
      double slope =
          (Digits.loss(problem, Digits.plus(point, step, v))
                  - Digits.loss(problem, Digits.plus(point, -step, v)))
              / (2 * step);
      assertThat(Digits.dot(gradient, v)).isCloseTo(slope, within(1e-6 * norm));
    }
  }

  private Path write(String json) throws IOException {
    return Files.writeString(Files.createTempFile(directory, "net", ".json"), json);
  }

  private static Problem fromJson(Path json, Dataset dataset, TensorBackend backend, long seed) {
    return new GivenNetworkFactory()
        .create(
            new GivenNetworkFactory.Settings(Optional.of(json), Optional.empty()),
            new ObjectiveFactory.Context(backend, Optional.of(dataset), seed));
  }

  private static Problem fromZip(Path zip, Dataset dataset, TensorBackend backend) {
    return new GivenNetworkFactory()
        .create(
            new GivenNetworkFactory.Settings(Optional.empty(), Optional.of(zip)),
            new ObjectiveFactory.Context(backend, Optional.of(dataset), 1));
  }
}

package org.edgeflow.models.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.edgeflow.core.data.Dataset;
import org.edgeflow.core.objective.ObjectiveFactory;
import org.edgeflow.core.objective.ParameterBlock;
import org.edgeflow.core.objective.Problem;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.models.data.SortingFactory;
import org.edgeflow.models.engine.NetworkObjective;
import org.edgeflow.models.network.setting.Engine;
import org.edgeflow.models.network.setting.RowSpaceWork;
import org.edgeflow.models.network.setting.Work;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** DL4J's recurrent networks, on the exact engine beside DL4J's own backprop. */
class CompiledSequencesTest {
  private static final int LENGTH = 5;
  private static final int CHANNELS = 4;

  @TempDir Path folder;
  private final TensorBackend heap = Digits.heap(DataType.FLOAT64);
  private final Dataset labelled =
      new SortingFactory().create(new SortingFactory.Settings(7, LENGTH, CHANNELS, 1));
  private final Dataset whole = Digits.dataset(9, 3, LENGTH, CHANNELS);

  private static NeuralNetConfiguration.Builder builder() {
    return new NeuralNetConfiguration.Builder()
        .dataType(org.nd4j.linalg.api.buffer.DataType.DOUBLE)
        .biasInit(0.1)
        .seed(3);
  }

  private static LSTM lstm(int units, Activation cell, Activation gate) {
    return new LSTM.Builder()
        .nOut(units)
        .activation(cell)
        .gateActivationFunction(gate)
        .forgetGateBiasInit(0.7)
        .build();
  }

  private static RnnOutputLayer everyPosition(LossFunction loss, Activation activation) {
    return new RnnOutputLayer.Builder(loss).nOut(CHANNELS).activation(activation).build();
  }

  private static MultiLayerConfiguration labelling(LossFunction loss, Activation activation) {
    return builder()
        .list()
        .layer(lstm(6, Activation.TANH, Activation.SIGMOID))
        .layer(lstm(5, Activation.SOFTSIGN, Activation.HARDSIGMOID))
        .layer(everyPosition(loss, activation))
        .setInputType(InputType.recurrent(CHANNELS, LENGTH))
        .build();
  }

  private static MultiLayerConfiguration classifying() {
    return builder()
        .list()
        .layer(lstm(6, Activation.TANH, Activation.SIGMOID))
        .layer(new LastTimeStep(lstm(5, Activation.TANH, Activation.SIGMOID)))
        .layer(
            new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(3)
                .activation(Activation.SOFTMAX)
                .build())
        .setInputType(InputType.recurrent(CHANNELS, LENGTH))
        .build();
  }

  private static ComputationGraphConfiguration graph() {
    return builder()
        .graphBuilder()
        .addInputs("in")
        .addLayer("memory", lstm(6, Activation.TANH, Activation.SIGMOID), "in")
        .addLayer("out", everyPosition(LossFunction.MCXENT, Activation.SOFTMAX), "memory")
        .setOutputs("out")
        .setInputTypes(InputType.recurrent(CHANNELS, LENGTH))
        .build();
  }

  static Stream<Arguments> labellings() {
    return Stream.of(
        Arguments.of("softmax", labelling(LossFunction.MCXENT, Activation.SOFTMAX).toJson()),
        Arguments.of("mean squares", labelling(LossFunction.MSE, Activation.TANH).toJson()),
        Arguments.of("squares", labelling(LossFunction.L2, Activation.IDENTITY).toJson()),
        Arguments.of("a graph", graph().toJson()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("labellings")
  void theGradientOfLabelledPositionsIsDl4js(String name, String json) throws Exception {
    assertSameGradient(configured(json), labelled);
  }

  @Test
  void theGradientOfTheLastStepIsDl4jsToo() throws Exception {
    assertSameGradient(configured(classifying().toJson()), whole);
  }

  @Test
  void aSavedNetworkKeepsItsParameters() throws Exception {
    MultiLayerNetwork network =
        new MultiLayerNetwork(labelling(LossFunction.MCXENT, Activation.SOFTMAX));
    network.init();
    Path zip = folder.resolve("network.zip");
    network.save(zip.toFile());
    Given saved = new Given(Optional.empty(), Optional.of(zip));
    assertThat(Digits.read(problem(saved, labelled, Engine.EXACT).start()))
        .containsExactly(network.params().toDoubleVector(), within(1e-7));
    assertSameGradient(saved, labelled);
  }

  /** DL4J has a layer's biases behind its recurrent weights, the engine before them. */
  @Test
  void aLayerIsOneBlockOfParameters() throws Exception {
    Given given = configured(classifying().toJson());
    assertThat(problem(given, whole, Engine.EXACT).blocks())
        .containsExactlyElementsOf(
            ParameterBlock.behindOneAnother(
                List.of("layer0", "layer1", "layer2"),
                24 * (CHANNELS + 6 + 1),
                20 * (6 + 5 + 1),
                3 * 6));
  }

  private record Given(Optional<Path> configuration, Optional<Path> network) {}

  private Given configured(String json) throws Exception {
    Path file = folder.resolve("network.json");
    Files.writeString(file, json);
    return new Given(Optional.of(file), Optional.empty());
  }

  private void assertSameGradient(Given given, Dataset dataset) {
    Problem dl4j = problem(given, dataset, Engine.DL4J);
    Problem exact = problem(given, dataset, Engine.EXACT);
    assertThat(exact.objective()).isInstanceOf(NetworkObjective.class);
    double[] start = Digits.read(dl4j.start());
    assertThat(Digits.read(exact.start())).containsExactly(start);
    double[] point = Digits.plus(start, 0.3, Digits.unit(start.length, 5));
    double[] expected = Digits.gradient(dl4j, point);
    double[] difference = Digits.plus(Digits.gradient(exact, point), -1, expected);
    assertThat(Digits.dot(difference, difference))
        .isLessThan(1e-20 * Digits.dot(expected, expected));
    double loss = Digits.loss(dl4j, point);
    assertThat(Digits.loss(exact, point)).isCloseTo(loss, within(1e-10 * loss));
  }

  private Problem problem(Given given, Dataset dataset, Engine engine) {
    return new GivenNetworkFactory()
        .create(
            new GivenNetworkFactory.Settings(
                given.configuration(),
                given.network(),
                engine,
                new RowSpaceWork(new Work(4, true, true), false)),
            new ObjectiveFactory.Context(heap, Optional.of(dataset), 11));
  }

  @Test
  void dataThatDoNotFitAreNamed() throws Exception {
    Given labelling = configured(labelling(LossFunction.MCXENT, Activation.SOFTMAX).toJson());
    refused(labelling, Digits.dataset(4, 4, LENGTH, CHANNELS))
        .hasMessageContaining("labels every position of a sequence, but dataset 'random digits'")
        .hasMessageContaining("has 1 label an example of shape [5, 4]")
        .hasMessageContaining("For one label, take LastTimeStep and an OutputLayer");
    refused(labelling, new SortingFactory().create(new SortingFactory.Settings(7, LENGTH, 3, 1)))
        .hasMessageContaining("takes 4 channels, but dataset 'sorting' has examples of shape");
    Given classifying = configured(classifying().toJson());
    refused(classifying, labelled).hasMessageContaining("has 5 labels an example");
    refused(classifying, Digits.dataset(4, 3, 1, 2, 2))
        .hasMessageContaining("takes sequences, but dataset 'random digits'")
        .hasMessageContaining("expected [length, channels] or [length]");
  }

  @Test
  void theOtherFormatOfSequencesIsRefused() throws Exception {
    MultiLayerConfiguration configuration =
        builder()
            .list()
            .layer(new LSTM.Builder().nOut(6).dataFormat(RNNFormat.NWC).build())
            .layer(everyPosition(LossFunction.MCXENT, Activation.SOFTMAX))
            .setInputType(InputType.recurrent(CHANNELS, LENGTH, RNNFormat.NWC))
            .build();
    refused(configured(configuration.toJson()), labelled)
        .hasMessageContaining("takes sequences in the format NWC, expected NCW");
  }

  private org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> refused(
      Given given, Dataset dataset) {
    return assertThatThrownBy(() -> problem(given, dataset, Engine.EXACT))
        .isInstanceOf(ConfigException.class);
  }
}

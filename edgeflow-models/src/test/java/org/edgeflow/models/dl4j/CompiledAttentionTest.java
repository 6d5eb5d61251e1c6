package org.edgeflow.models.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.edgeflow.core.data.Dataset;
import org.edgeflow.core.objective.ObjectiveFactory;
import org.edgeflow.core.objective.Problem;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.models.data.SortingFactory;
import org.edgeflow.models.dl4j.backprop.Batch;
import org.edgeflow.models.engine.NetworkObjective;
import org.edgeflow.models.network.setting.Engine;
import org.edgeflow.models.network.setting.RowSpaceWork;
import org.edgeflow.models.network.setting.Work;
import org.edgeflow.nd4j.Nd4jRuntime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * DL4J's self-attention on the exact engine: DL4J's loss everywhere, whose gradient DL4J itself
 * does not have (its own is a third off the slope of its own loss).
 */
class CompiledAttentionTest {
  private static final int LENGTH = 5;
  private static final int CHANNELS = 4;

  @TempDir Path folder;
  private final Dataset labelled = sorting(CHANNELS);

  private static Dataset sorting(int channels) {
    return new SortingFactory().create(new SortingFactory.Settings(7, LENGTH, channels, 1));
  }

  private static NeuralNetConfiguration.ListBuilder list() {
    return new NeuralNetConfiguration.Builder()
        .dataType(org.nd4j.linalg.api.buffer.DataType.DOUBLE)
        .biasInit(0.1)
        .seed(3)
        .list();
  }

  private static MultiLayerConfiguration ended(NeuralNetConfiguration.ListBuilder layers) {
    return layers
        .layer(
            new RnnOutputLayer.Builder(LossFunction.MCXENT)
                .nOut(CHANNELS)
                .activation(Activation.SOFTMAX)
                .build())
        .setInputType(InputType.recurrent(CHANNELS, LENGTH))
        .build();
  }

  private static LSTM memory() {
    return new LSTM.Builder().nOut(6).activation(Activation.TANH).build();
  }

  private static MultiLayerConfiguration twoHeads() {
    return ended(
        list()
            .layer(new SelfAttentionLayer.Builder().nOut(6).nHeads(2).projectInput(true).build()));
  }

  static Stream<Arguments> networks() {
    return Stream.of(
        Arguments.of("two heads, of the data", twoHeads()),
        Arguments.of(
            "heads of another size, of a memory",
            ended(
                list()
                    .layer(memory())
                    .layer(
                        new SelfAttentionLayer.Builder()
                            .nOut(7)
                            .nHeads(3)
                            .headSize(2)
                            .projectInput(true)
                            .build()))),
        Arguments.of(
            "as it is, of a memory",
            ended(
                list()
                    .layer(memory())
                    .layer(
                        new SelfAttentionLayer.Builder()
                            .nIn(6)
                            .nOut(6)
                            .nHeads(1)
                            .projectInput(false)
                            .build()))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void theLossIsDl4jsAtEveryPoint(String name, MultiLayerConfiguration configuration)
      throws Exception {
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    Batch batch = Batch.sequences(Nd4jRuntime.open(), labelled, DataType.FLOAT64);
    Problem exact = problem(configuration.toJson(), labelled, Engine.EXACT);
    assertThat(exact.objective()).isInstanceOf(NetworkObjective.class);
    double[] start = Digits.read(exact.start());
    assertThat(start).hasSize((int) network.numParams());
    for (int seed = 0; seed < 4; seed++) {
      double[] point = Digits.plus(start, 2, Digits.unit(start.length, seed));
      network.setParams(Nd4j.create(point).reshape(1, point.length));
      double loss = network.score(new DataSet(batch.inputs(), batch.labels()));
      assertThat(Digits.loss(exact, point)).isCloseTo(loss, within(1e-12 * loss));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void theGradientIsTheLosss(String name, MultiLayerConfiguration configuration) throws Exception {
    Problem exact = problem(configuration.toJson(), labelled, Engine.EXACT);
    double[] start = Digits.read(exact.start());
    double[] gradient = Digits.gradient(exact, start);
    for (int seed = 0; seed < 4; seed++) {
      double[] direction = Digits.unit(start.length, seed);
      double step = 1e-5;
      double rise =
          Digits.loss(exact, Digits.plus(start, step, direction))
              - Digits.loss(exact, Digits.plus(start, -step, direction));
      assertThat(Digits.dot(gradient, direction)).isCloseTo(rise / (2 * step), within(1e-8));
    }
  }

  @Test
  void dl4jsOwnGradientIsRefused() throws Exception {
    assertThatThrownBy(() -> problem(twoHeads().toJson(), labelled, Engine.DL4J))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("SelfAttentionLayer")
        .hasMessageContaining("a gradient in DL4J that is not its loss's")
        .hasMessageEndingWith("set 'engine: exact'.");
  }

  @Test
  void dataOfOtherChannelsAreRefused() {
    assertThatThrownBy(() -> problem(twoHeads().toJson(), sorting(3), Engine.EXACT))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("takes 4 channels, but dataset 'sorting' has examples of shape");
  }

  @Test
  void parametersOfAnotherSizeAreRefused() {
    assertRefused("\"Wq\" : [ 2, 3, 4 ]", "\"Wq\" : [ 2, 3, 40000 ]", "Wq=[2, 3, 4]");
    assertRefused("\"Wq\" : [ 2, 3, 4 ]", "\"Wq\" : [ -2, 3, 4 ]", "layerParams");
    assertRefused("\"headSize\" : 3", "\"headSize\" : 2000000000", "parameters, and at most");
    assertRefused(
        "\"paramWeightInit\" : null",
        "\"paramWeightInit\" : {\"Wq\": 1}",
        "paramWeightInit is an object, expected none");
  }

  private void assertRefused(String sound, String changed, String word) {
    String json = twoHeads().toJson();
    assertThat(json).contains(sound);
    assertThatThrownBy(() -> problem(json.replace(sound, changed), labelled, Engine.EXACT))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(word);
  }

  private Problem problem(String json, Dataset dataset, Engine engine) throws Exception {
    Path file = Files.writeString(folder.resolve("network.json"), json);
    return new GivenNetworkFactory()
        .create(
            new GivenNetworkFactory.Settings(
                Optional.of(file),
                Optional.empty(),
                engine,
                new RowSpaceWork(new Work(4, true, true), false)),
            new ObjectiveFactory.Context(Digits.heap(DataType.FLOAT64), Optional.of(dataset), 11));
  }
}

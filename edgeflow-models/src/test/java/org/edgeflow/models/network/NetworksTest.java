package org.edgeflow.models.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.edgeflow.core.data.Dataset;
import org.edgeflow.core.objective.ObjectiveFactory;
import org.edgeflow.core.objective.Problem;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.settings.Decoder;
import org.edgeflow.core.settings.Node;
import org.edgeflow.core.settings.Origin;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.heap.HeapBackend;
import org.edgeflow.models.data.SortingFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class NetworksTest {
  private static final Dataset IMAGES = dataset(6, 3, 8, 8);
  private static final Dataset SEQUENCES = dataset(6, 5, 2);
  private static final Dataset SORTING =
      new SortingFactory().create(new SortingFactory.Settings(6, 5, 4, 1));
  private final TensorBackend backend = new HeapBackend(DataType.FLOAT64);

  private static Dataset dataset(int examples, int... shape) {
    int features = IntStream.of(shape).reduce(1, (a, b) -> a * b);
    return new Dataset(
        "noise",
        new SplittableRandom(3).doubles(examples * features, -1.7, 1.7).toArray(),
        shape,
        IntStream.range(0, examples).map(i -> i % 3).toArray(),
        List.of("a", "b", "c"),
        Map.of());
  }

  static Stream<Arguments> networks() {
    return Stream.of(
        Arguments.of("deep-linear", new DeepLinearNetworkFactory(), IMAGES, 6 * 32 + 32 * 32 + 99),
        Arguments.of(
            "cnn",
            new ConvolutionalNetworkFactory(),
            IMAGES,
            28 * 32 + 289 * 32 + (2 * 2 * 32 + 1) * 3),
        Arguments.of(
            "resnet",
            new ResidualNetworkFactory(),
            IMAGES,
            27 * 16
                + 32
                + (2 * (144 * 16 + 32))
                + (144 * 32 + 64 + 288 * 32 + 64 + 16 * 32)
                + (288 * 64 + 128 + 576 * 64 + 128 + 32 * 64)
                + 65 * 3),
        Arguments.of(
            "vit",
            new VisionTransformerFactory(),
            IMAGES,
            49 * 64 + 4 * 64 + 2 * (4 * 65 * 64 + 2 * 128 + 65 * 128 + 129 * 64) + 128 + 65 * 3),
        Arguments.of(
            "transformer",
            new SequenceTransformerFactory(),
            SEQUENCES,
            3 * 64 + 5 * 64 + 2 * (4 * 65 * 64 + 2 * 128 + 65 * 128 + 129 * 64) + 128 + 65 * 3),
        Arguments.of(
            "transformer that labels every position",
            new SequenceTransformerFactory(),
            SORTING,
            5 * 64 + 5 * 64 + 2 * (4 * 65 * 64 + 2 * 128 + 65 * 128 + 129 * 64) + 128 + 65 * 4),
        Arguments.of("lstm", lstm(), SEQUENCES, 2 * 4 * 32 * (3 + 32) + 65 * 3),
        Arguments.of(
            "lstm that labels every position", lstm(), SORTING, 2 * 4 * 32 * (5 + 32) + 65 * 4),
        Arguments.of("gru", gru(), SEQUENCES, 2 * (3 * 32 * (3 + 32) + 32) + 65 * 3),
        Arguments.of(
            "gru that labels every position",
            gru(),
            SORTING,
            2 * (3 * 32 * (5 + 32) + 32) + 65 * 4));
  }

  private static RecurrentNetworkFactory lstm() {
    return new RecurrentNetworkFactory(RecurrentNetworkFactory.Cell.LSTM);
  }

  private static RecurrentNetworkFactory gru() {
    return new RecurrentNetworkFactory(RecurrentNetworkFactory.Cell.GRU);
  }

  private static <S extends Record> S defaults(ObjectiveFactory<S> factory) {
    return Decoder.decode(
        new Node.Mapping(new LinkedHashMap<>(), new Origin("test", 1, Path.of("."))),
        factory.settings());
  }

  private <S extends Record> Problem problem(
      ObjectiveFactory<S> factory, Dataset dataset, long seed) {
    return factory.create(
        defaults(factory), new ObjectiveFactory.Context(backend, Optional.of(dataset), seed));
  }

  private static double[] read(Tensor x) {
    double[] values = new double[x.size()];
    x.backend().read(x, values);
    return values;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void theDefaultsMakeANetworkThatLearns(
      String name, ObjectiveFactory<?> factory, Dataset dataset, int dimension) {
    Problem problem = problem(factory, dataset, 7);
    assertThat(problem.objective().dimension()).isEqualTo(dimension);
    Tensor w = backend.copyOf(problem.start());
    Tensor gradient = backend.zeros(dimension);
    double first = problem.objective().lossAndGradient(w, gradient);
    double loss = first;
    // Gates damp what goes back through them: recurrent networks want longer steps.
    double rate = factory instanceof RecurrentNetworkFactory ? 0.1 : 0.02;
    for (int step = 0; step < 5; step++) {
      backend.axpy(-rate, gradient, w);
      double next = problem.objective().lossAndGradient(w, gradient);
      assertThat(next).isLessThan(loss);
      loss = next;
    }
    assertThat(loss).isLessThan(0.99 * first);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void theSeedAloneDecidesTheStart(
      String name, ObjectiveFactory<?> factory, Dataset dataset, int dimension) {
    double[] start = read(problem(factory, dataset, 7).start());
    assertThat(read(problem(factory, dataset, 7).start())).containsExactly(start);
    assertThat(read(problem(factory, dataset, 8).start())).isNotEqualTo(start);
  }

  /** At parameters of zero all outputs are zero, whatever the input. */
  @Test
  void theLossOfLabelledPositionsIsTheMeanOverAllOfThem() {
    Problem problem = problem(new SequenceTransformerFactory(), SORTING, 1);
    Tensor zero = backend.zeros(problem.objective().dimension());
    assertThat(problem.objective().loss(zero)).isCloseTo(Math.log(4), within(1e-14));
  }

  static Stream<ObjectiveFactory<?>> sequenceNetworks() {
    return Stream.of(new SequenceTransformerFactory(), lstm(), gru());
  }

  @ParameterizedTest
  @MethodSource("sequenceNetworks")
  void derivativesOfLabelledPositionsAreThoseOfTheLoss(ObjectiveFactory<?> factory) {
    Problem problem = problem(factory, SORTING, 1);
    int dimension = problem.objective().dimension();
    Tensor direction =
        backend.of(new SplittableRandom(5).doubles(dimension, -1, 1).toArray(), dimension);
    Tensor gradient = backend.zeros(dimension);
    problem.objective().lossAndGradient(problem.start(), gradient);
    double slope = backend.dot(gradient, direction);
    Tensor product = backend.zeros(dimension);
    problem.objective().hessianVector(problem.start(), direction, product);
    double curvature = backend.dot(product, direction);
    double h = 1e-4;
    double before = lossAt(problem, direction, -h);
    double here = lossAt(problem, direction, 0);
    double after = lossAt(problem, direction, h);
    assertThat((after - before) / (2 * h)).isCloseTo(slope, within(1e-5 * Math.abs(slope)));
    assertThat((after - 2 * here + before) / (h * h))
        .isCloseTo(curvature, within(1e-4 * Math.abs(curvature)));
  }

  private double lossAt(Problem problem, Tensor direction, double distance) {
    Tensor point = backend.copyOf(problem.start());
    backend.axpy(distance, direction, point);
    return problem.objective().loss(point);
  }

  @Test
  void severalLabelsAnExampleAreRefusedByNetworksThatGiveOne() {
    assertThatThrownBy(() -> problem(new DeepLinearNetworkFactory(), SORTING, 1))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "dataset 'sorting' has 5 labels an example, expected as many as the network labels"
                + " positions: 1. Use an objective that labels every position: 'transformer',"
                + " 'lstm' or 'gru'.");
    assertThatThrownBy(() -> problem(new VisionTransformerFactory(), SORTING, 1))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("expected images [channels, height, width]");
    Dataset pairs =
        new Dataset(
            "pairs", new double[10], new int[] {5}, new int[4], 2, List.of("a", "b"), Map.of());
    assertThatThrownBy(() -> problem(new SequenceTransformerFactory(), pairs, 1))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(
            "dataset 'pairs' has 2 labels an example, expected as many as the network labels"
                + " positions: 5.");
  }

  /** A label at a position may depend on what comes after it only in both directions. */
  @Test
  void oneDirectionDoesNotSeeWhatComesLater() {
    for (RecurrentNetworkFactory factory : List.of(lstm(), gru())) {
      assertThat(changes(factory, false)).isEqualTo(1);
      assertThat(changes(factory, true)).isEqualTo(5);
    }
  }

  /** At how many positions, the last ones, the loss changes with the last token alone. */
  private int changes(RecurrentNetworkFactory factory, boolean bidirectional) {
    int changed = 0;
    for (int position = 0; position < 5; position++) {
      double[] slopes = new double[2];
      for (int token = 0; token < 2; token++) {
        double[] tokens = {1, 0, 0, 1, 1, 0, 0, 1, 1 - token, token};
        int[] labels = {0, 0, 0, 0, 0};
        labels[position] = 1;
        slopes[token] =
            lossOf(factory, bidirectional, tokens, labels)
                - lossOf(factory, bidirectional, tokens, new int[5]);
      }
      changed += Math.abs(slopes[0] - slopes[1]) > 1e-12 ? 1 : 0;
    }
    return changed;
  }

  /** The difference of two such losses is that of one position's two outputs. */
  private double lossOf(
      RecurrentNetworkFactory factory, boolean bidirectional, double[] tokens, int[] labels) {
    Dataset data =
        new Dataset("one", tokens, new int[] {5, 2}, labels, 5, List.of("a", "b"), Map.of());
    Problem problem =
        factory.create(
            new RecurrentNetworkFactory.Settings(
                List.of(3), bidirectional, defaults(factory).training()),
            new ObjectiveFactory.Context(backend, Optional.of(data), 1));
    return problem.objective().loss(problem.start());
  }

  @Test
  void recurrentNetworksNeedALayerAndSequences() {
    assertThatThrownBy(
            () ->
                new RecurrentNetworkFactory.Settings(List.of(), true, defaults(lstm()).training()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'hidden' is empty, expected at least one layer");
    assertThatThrownBy(() -> problem(lstm(), IMAGES, 1))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "objective lstm: dataset 'noise' has examples of shape [3, 8, 8], expected sequences"
                + " [length, channels] or [length]");
  }

  @Test
  void dataThatDoNotFitAreNamedBeforeTheFirstStep() {
    assertThatThrownBy(() -> problem(new ConvolutionalNetworkFactory(), SEQUENCES, 1))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "objective cnn: dataset 'noise' has examples of shape [5, 2], expected images"
                + " [channels, height, width]");
    assertThatThrownBy(() -> problem(new ConvolutionalNetworkFactory(), dataset(6, 1, 3, 3), 1))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("layer 'pooling 2'")
        .hasMessageContaining("expected at least the window's 2 x 2");
  }
}

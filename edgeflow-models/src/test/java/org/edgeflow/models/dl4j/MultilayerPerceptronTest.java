package org.edgeflow.models.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.edgeflow.core.data.Dataset;
import org.edgeflow.core.objective.Problem;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.settings.Decoder;
import org.edgeflow.core.settings.Node;
import org.edgeflow.core.settings.Origin;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.models.network.MultilayerPerceptronFactory;
import org.edgeflow.models.network.setting.Criterion;
import org.edgeflow.models.network.setting.Initialization;
import org.edgeflow.models.network.setting.Nonlinearity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class MultilayerPerceptronTest {
  private final Dataset dataset = Digits.dataset(6, 3, 5);

  static Stream<Arguments> networks() {
    return Stream.of(Nonlinearity.values())
        .flatMap(
            activation ->
                Stream.of(Criterion.values())
                    .flatMap(
                        loss ->
                            Stream.of(List.<Integer>of(), List.of(4), List.of(4, 3))
                                .map(hidden -> Arguments.of(hidden, activation, loss))));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void lossesAgreeWithAPlainForwardPass(
      List<Integer> hidden, Nonlinearity activation, Criterion loss) {
    MultilayerPerceptronFactory.Settings settings = Digits.mlp(hidden, activation, loss);
    Problem problem = Digits.problem(settings, dataset, Digits.nd4j(DataType.FLOAT64), 1);
    for (int scale = 1; scale <= 3; scale++) {
      double[] point = Digits.plus(new double[problem.start().size()], scale, start(problem));
      double expected = PlainPerceptron.loss(settings, dataset, point);
      assertThat(Digits.loss(problem, point)).isCloseTo(expected, within(1e-12 * (1 + expected)));
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void gradientsAgreeWithCentralDifferences(
      List<Integer> hidden, Nonlinearity activation, Criterion loss) {
    MultilayerPerceptronFactory.Settings settings = Digits.mlp(hidden, activation, loss);
    Problem problem = Digits.problem(settings, dataset, Digits.nd4j(DataType.FLOAT64), 1);
    double[] point = Digits.plus(start(problem), 1, Digits.unit(problem.start().size(), 3));
    double[] gradient = Digits.gradient(problem, point);
    double norm = Math.sqrt(Digits.dot(gradient, gradient));
    // Small enough that no unit of a relu network crosses its kink.
    double step = 1e-5;
    for (int i = 0; i < point.length; i++) {
      double[] moved = point.clone();
      moved[i] = point[i] + step;
      double ahead = Digits.loss(problem, moved);
      moved[i] = point[i] - step;
      double behind = Digits.loss(problem, moved);
      assertThat(gradient[i]).isCloseTo((ahead - behind) / (2 * step), within(1e-6 * norm));
    }
  }

  @ParameterizedTest
  @EnumSource
  void hessianVectorProductsAreSymmetricAndLinear(Criterion loss) {
    Problem problem =
        Digits.problem(
            Digits.mlp(List.of(4, 4), Nonlinearity.TANH, loss),
            dataset,
            Digits.nd4j(DataType.FLOAT64),
            1);
    int size = problem.start().size();
    double[] u = Digits.unit(size, 1);
    double[] v = Digits.unit(size, 2);
    double[] hu = hessianVector(problem, u);
    double[] hv = hessianVector(problem, v);
    assertThat(Digits.dot(v, hu)).isCloseTo(Digits.dot(u, hv), within(1e-8));
    double[] combined = hessianVector(problem, Digits.plus(u, -2.5, v));
    double[] expected = Digits.plus(hu, -2.5, hv);
    for (int i = 0; i < size; i++) {
      assertThat(combined[i]).isCloseTo(expected[i], within(1e-7));
    }
    assertThat(hessianVector(problem, new double[size])).containsOnly(0);
  }

  @ParameterizedTest
  @EnumSource
  void theSeedAloneDecidesTheStart(Initialization init) {
    MultilayerPerceptronFactory.Settings settings =
        new MultilayerPerceptronFactory.Settings(
            List.of(4), Nonlinearity.TANH, Criterion.MSE, init, 0.5);
    double[] onHeap = start(Digits.problem(settings, dataset, Digits.heap(DataType.FLOAT64), 5));
    double[] onNd4j = start(Digits.problem(settings, dataset, Digits.nd4j(DataType.FLOAT64), 5));
    double[] other = start(Digits.problem(settings, dataset, Digits.nd4j(DataType.FLOAT64), 6));
    assertThat(onHeap).containsExactly(onNd4j);
    assertThat(other).isNotEqualTo(onNd4j);
  }

  @Test
  void initialWeightsHaveTheSpreadThatTheirNamesPromise() {
    List<Integer> widths = List.of(200, 50);
    double[] uniform = Initialization.FAN_IN_UNIFORM.draw(widths, 2, 1);
    assertThat(uniform).hasSize(201 * 50);
    assertThat(DoubleStream.of(uniform).max().getAsDouble())
        .isCloseTo(2 / Math.sqrt(200), within(1e-3))
        .isLessThan(2 / Math.sqrt(200));
    double[] xavier = Initialization.XAVIER_NORMAL.draw(widths, 1, 1);
    assertThat(Digits.dot(xavier, xavier) / 10_000).isCloseTo(2.0 / 250, within(5e-4));
    assertThat(DoubleStream.of(xavier).skip(10_000)).containsOnly(0.0);
    double[] he = Initialization.HE_NORMAL.draw(widths, 1, 1);
    assertThat(Digits.dot(he, he) / 10_000).isCloseTo(2.0 / 200, within(6e-4));
  }

  @ParameterizedTest
  @EnumSource
  void equalArgumentsGiveEqualBitsOnEveryBackend(DataType dataType) {
    Dataset many = Digits.dataset(200, 10, 1, 12, 12);
    MultilayerPerceptronFactory.Settings settings =
        Digits.mlp(List.of(32, 32), Nonlinearity.TANH, Criterion.CROSS_ENTROPY);
    Problem first = Digits.problem(settings, many, Digits.nd4j(dataType), 1);
    Problem second = Digits.problem(settings, many, Digits.nd4j(dataType), 1);
    Problem onHeap = Digits.problem(settings, many, Digits.heap(dataType), 1);
    double[] point = start(first);
    double[] gradient = Digits.gradient(first, point);
    Digits.gradient(first, Digits.unit(point.length, 1));
    for (int repeat = 0; repeat < 10; repeat++) {
      assertThat(Digits.gradient(first, point)).containsExactly(gradient);
      assertThat(Digits.gradient(second, point)).containsExactly(gradient);
    }
    double[] elsewhere = Digits.gradient(onHeap, point);
    for (int i = 0; i < point.length; i++) {
      assertThat(elsewhere[i])
          .isCloseTo(gradient[i], within(2 * dataType.epsilon() * Math.abs(gradient[i])));
    }
    assertThat(Digits.loss(onHeap, point)).isEqualTo(Digits.loss(first, point));
  }

  @ParameterizedTest
  @EnumSource
  void theLossAloneIsTheLossOfTheGradient(DataType dataType) {
    Problem problem =
        Digits.problem(
            Digits.mlp(List.of(4), Nonlinearity.GELU, Criterion.MSE),
            dataset,
            Digits.heap(dataType),
            1);
    Tensor gradient = problem.objective().backend().zeros(problem.start().size());
    assertThat(problem.objective().lossAndGradient(problem.start(), gradient))
        .isEqualTo(problem.objective().loss(problem.start()));
  }

  @ParameterizedTest
  @EnumSource
  void float32AgreesWithFloat64Loosely(Criterion loss) {
    MultilayerPerceptronFactory.Settings settings = Digits.mlp(List.of(8), Nonlinearity.GELU, loss);
    Problem narrow = Digits.problem(settings, dataset, Digits.nd4j(DataType.FLOAT32), 1);
    Problem wide = Digits.problem(settings, dataset, Digits.nd4j(DataType.FLOAT64), 1);
    double[] point = start(narrow);
    assertThat(Digits.loss(narrow, point)).isCloseTo(Digits.loss(wide, point), within(1e-5));
    double[] expected = Digits.gradient(wide, point);
    double[] difference = Digits.plus(Digits.gradient(narrow, point), -1, expected);
    assertThat(Digits.dot(difference, difference))
        .isLessThan(1e-10 * Digits.dot(expected, expected));
    double[] v = Digits.unit(point.length, 1);
    assertThat(Digits.dot(v, hessianVector(narrow, v)))
        .isCloseTo(Digits.dot(v, hessianVector(wide, v)), within(1e-2));
  }

  @Test
  void hugeActivationsStayFinite() {
    for (Criterion loss : Criterion.values()) {
      // All but DL4J's own GELU, whose derivative overflows.
      for (Nonlinearity activation : EnumSet.complementOf(EnumSet.of(Nonlinearity.GELU_SIGMOID))) {
        Problem problem =
            Digits.problem(
                new MultilayerPerceptronFactory.Settings(
                    List.of(4), activation, loss, Initialization.FAN_IN_UNIFORM, 500),
                dataset,
                Digits.nd4j(DataType.FLOAT32),
                1);
        double[] point = start(problem);
        assertThat(Digits.loss(problem, point)).as("%s %s", activation, loss).isFinite();
        assertThat(DoubleStream.of(Digits.gradient(problem, point)).allMatch(Double::isFinite))
            .as("%s %s", activation, loss)
            .isTrue();
      }
    }
  }

  @Test
  void severalLabelsAnExampleAreRefused() {
    assertThatThrownBy(
            () ->
                Digits.problem(
                    Digits.mlp(List.of(4), Nonlinearity.TANH, Criterion.MSE),
                    Digits.sequences(),
                    Digits.heap(DataType.FLOAT64),
                    1))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "objective mlp: dataset 'sequences' has 3 labels an example, one for each position,"
                + " expected one; use an objective that labels every position: 'transformer',"
                + " 'lstm' or 'gru'.");
  }

  @Test
  void moreParametersThanOneTensorHoldsAreRefusedBeforeAnythingIsAllocated() {
    assertThatThrownBy(
            () ->
                Digits.problem(
                    Digits.mlp(List.of(100_000, 100_000), Nonlinearity.TANH, Criterion.MSE),
                    dataset,
                    Digits.heap(DataType.FLOAT32),
                    1))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("[5, 100000, 100000, 3] make 10001000003");
  }

  @Test
  void aConfigNamesItsParts() {
    Origin origin = new Origin("test", 1, Path.of("."));
    Map<String, Node> section = new LinkedHashMap<>();
    section.put("hidden", new Node.Sequence(List.of(), origin));
    section.put("activation", new Node.Scalar("gelu-sigmoid", false, origin));
    section.put("loss", new Node.Scalar("cross-entropy", false, origin));
    section.put("engine", new Node.Scalar("dl4j", false, origin));
    MultilayerPerceptronFactory.Settings settings =
        Decoder.decode(
            new Node.Mapping(section, origin), MultilayerPerceptronFactory.Settings.class);
    assertThat(settings)
        .isEqualTo(Digits.mlp(List.of(), Nonlinearity.GELU_SIGMOID, Criterion.CROSS_ENTROPY));
  }

  private static double[] start(Problem problem) {
    return Digits.read(problem.start());
  }

  private static double[] hessianVector(Problem problem, double[] vector) {
    TensorBackend backend = problem.objective().backend();
    Tensor product = backend.zeros(vector.length);
    problem.objective().hessianVector(problem.start(), backend.of(vector, vector.length), product);
    return Digits.read(product);
  }
}

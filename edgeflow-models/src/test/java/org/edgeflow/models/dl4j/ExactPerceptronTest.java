package org.edgeflow.models.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.edgeflow.core.data.Dataset;
import org.edgeflow.core.objective.Problem;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.models.network.MultilayerPerceptronFactory;
import org.edgeflow.models.network.setting.Criterion;
import org.edgeflow.models.network.setting.Draw;
import org.edgeflow.models.network.setting.Engine;
import org.edgeflow.models.network.setting.Initialization;
import org.edgeflow.models.network.setting.Nonlinearity;
import org.edgeflow.models.network.setting.RowSpaceWork;
import org.edgeflow.models.network.setting.Work;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The exact engine beside DL4J's on the same networks. */
class ExactPerceptronTest {
  private final Dataset wide = Digits.dataset(12, 3, 40);
  private final Dataset narrow = Digits.dataset(30, 3, 5);

  static Stream<Arguments> networks() {
    return Stream.of(Nonlinearity.values())
        .flatMap(f -> Stream.of(Criterion.values()).map(loss -> Arguments.of(f, loss)));
  }

  private static MultilayerPerceptronFactory.Settings settings(
      Nonlinearity activation, Criterion loss, Engine engine, boolean rowSpace) {
    return new MultilayerPerceptronFactory.Settings(
        List.of(6, 4),
        activation,
        loss,
        new Draw(Initialization.XAVIER_NORMAL, 1),
        engine,
        new RowSpaceWork(new Work(5, true, true), rowSpace));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void theGradientIsDl4js(Nonlinearity activation, Criterion loss) {
    TensorBackend heap = Digits.heap(DataType.FLOAT64);
    Problem dl4j = Digits.problem(settings(activation, loss, Engine.DL4J, false), narrow, heap, 4);
    Problem exact =
        Digits.problem(settings(activation, loss, Engine.EXACT, false), narrow, heap, 4);
    assertThat(Digits.read(exact.start())).containsExactly(Digits.read(dl4j.start()));
    double[] point = Digits.read(dl4j.start());
    double[] expected = Digits.gradient(dl4j, point);
    double[] difference = Digits.plus(Digits.gradient(exact, point), -1, expected);
    assertThat(Digits.dot(difference, difference))
        .isLessThan(1e-20 * Digits.dot(expected, expected));
  }

  @ParameterizedTest
  @EnumSource
  void theRowSpaceChangesTrajectoriesOnlyByRounding(Criterion loss) {
    TensorBackend heap = Digits.heap(DataType.FLOAT64);
    Problem whole =
        Digits.problem(settings(Nonlinearity.TANH, loss, Engine.EXACT, false), wide, heap, 4);
    Problem reduced =
        Digits.problem(settings(Nonlinearity.TANH, loss, Engine.EXACT, true), wide, heap, 4);
    assertThat(reduced.start().size()).isEqualTo(whole.start().size() - 6 * (40 - 12));
    double[] start = whole.export().apply(whole.start());
    double[] end = whole.export().apply(descend(whole));
    double[] found = reduced.export().apply(descend(reduced));
    double[] travelled = Digits.plus(end, -1, start);
    double[] apart = Digits.plus(found, -1, end);
    assertThat(Digits.dot(travelled, travelled)).isGreaterThan(0.1);
    assertThat(Digits.dot(apart, apart)).isLessThan(1e-20 * Digits.dot(travelled, travelled));
    double[] restored = Digits.plus(reduced.export().apply(reduced.start()), -1, start);
    assertThat(Digits.dot(restored, restored)).isLessThan(1e-28 * Digits.dot(start, start));
  }

  @ParameterizedTest
  @EnumSource
  void howFarRoundingMovesTheParametersDoesNotDependOnTheRowSpace(Criterion loss) {
    TensorBackend heap = Digits.heap(DataType.FLOAT64);
    double whole = roundingAlongTheGradient(loss, false, heap);
    double reduced = roundingAlongTheGradient(loss, true, heap);
    assertThat(reduced / whole).isCloseTo(1, within(1e-10));
  }

  private double roundingAlongTheGradient(Criterion loss, boolean rowSpace, TensorBackend heap) {
    Problem problem =
        Digits.problem(settings(Nonlinearity.TANH, loss, Engine.EXACT, rowSpace), wide, heap, 4);
    Tensor gradient = heap.copyOf(problem.start());
    problem.objective().lossAndGradient(problem.start(), gradient);
    heap.scale(1 / heap.norm(gradient), gradient);
    return problem
        .objective()
        .roundingScale(problem.start(), gradient, heap.copyOf(problem.start()));
  }

  private static Tensor descend(Problem problem) {
    TensorBackend backend = problem.objective().backend();
    Tensor w = backend.copyOf(problem.start());
    Tensor gradient = backend.zeros(w.size());
    for (int step = 0; step < 200; step++) {
      problem.objective().lossAndGradient(w, gradient);
      backend.axpy(-0.1, gradient, w);
    }
    return w;
  }
}

package org.edgeflow.core.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.edgeflow.core.objective.closedform.ClosedFormObjective;
import org.edgeflow.core.objective.closedform.TwoSharpDirections;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.heap.HeapBackend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SymmetricTest {
  private static final TensorBackend BACKEND = new HeapBackend(DataType.FLOAT64);
  private static final Objective OBJECTIVE =
      new ClosedFormObjective(BACKEND, new TwoSharpDirections(1, 0.01, 0.2));

  private final SplittableRandom random = new SplittableRandom(4);

  private Tensor draw() {
    return BACKEND.of(random.doubles(4, -2, 2).toArray(), 4);
  }

  @ParameterizedTest
  @EnumSource
  void oneCallGivesWhatSeparateCallsGive(Symmetric.Request request) {
    Symmetric out = new Symmetric(BACKEND, 4);
    for (double magnitude : new double[] {0, 1e-6, 0.3, 2}) {
      Tensor centre = draw();
      Tensor direction = draw();
      BACKEND.scale(1 / BACKEND.norm(direction), direction);
      Tensor centreBefore = BACKEND.copyOf(centre);
      Tensor directionBefore = BACKEND.copyOf(direction);
      Tensor plus = BACKEND.zeros(4);
      Tensor minus = BACKEND.zeros(4);
      BACKEND.combine(1, centre, magnitude, direction, plus);
      BACKEND.combine(1, centre, -magnitude, direction, minus);
      Tensor gradientPlus = BACKEND.zeros(4);
      Tensor gradientMinus = BACKEND.zeros(4);
      Tensor expected = BACKEND.zeros(4);

      OBJECTIVE.symmetric(centre, direction, magnitude, request, out);

      assertThat(out.lossPlus()).isEqualTo(OBJECTIVE.lossAndGradient(plus, gradientPlus));
      assertThat(out.lossMinus()).isEqualTo(OBJECTIVE.lossAndGradient(minus, gradientMinus));
      assertThat(out.loss()).isEqualTo(0.5 * (out.lossPlus() + out.lossMinus()));
      BACKEND.combine(0.5, gradientPlus, 0.5, gradientMinus, expected);
      assertThat(BACKEND.distance(out.meanGradient(), expected)).isCloseTo(0, within(1e-14));
      if (request.halfDifference()) {
        BACKEND.combine(0.5, gradientPlus, -0.5, gradientMinus, expected);
        assertThat(BACKEND.distance(out.halfDifference(), expected)).isCloseTo(0, within(1e-14));
      }
      if (request.hessianVector()) {
        OBJECTIVE.hessianVector(centre, direction, expected);
        assertThat(BACKEND.distance(out.hessianVector(), expected)).isZero();
      }
      assertThat(BACKEND.distance(centre, centreBefore)).isZero();
      assertThat(BACKEND.distance(direction, directionBefore)).isZero();
    }
  }

  @Test
  void withoutAnOscillationTheMeanGradientIsTheGradientExactly() {
    Symmetric out = new Symmetric(BACKEND, 4);
    Tensor centre = draw();
    Tensor gradient = BACKEND.zeros(4);
    double loss = OBJECTIVE.lossAndGradient(centre, gradient);
    OBJECTIVE.symmetric(centre, draw(), 0, Symmetric.Request.BOTH, out);
    assertThat(out.loss()).isEqualTo(loss);
    assertThat(BACKEND.distance(out.meanGradient(), gradient)).isZero();
    assertThat(BACKEND.norm(out.halfDifference())).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void oneCallIsCountedAsTwoGradientsAndTheProductAskedFor(Symmetric.Request request) {
    CountingObjective counted = new CountingObjective(OBJECTIVE);
    counted.symmetric(draw(), draw(), 0.1, request, new Symmetric(BACKEND, 4));
    assertThat(counted.cost()).isEqualTo(new Cost(0, 2, request.hessianVector() ? 1 : 0));
  }

  @Test
  void everyEvaluationIsCountedOnce() {
    CountingObjective counted = new CountingObjective(OBJECTIVE);
    Tensor out = BACKEND.zeros(4);
    counted.loss(draw());
    counted.lossAndGradient(draw(), out);
    counted.lossAndGradient(draw(), out);
    counted.hessianVector(draw(), draw(), out);
    assertThat(counted.cost()).isEqualTo(new Cost(1, 2, 1));
    Cost before = counted.cost();
    counted.loss(draw());
    assertThat(counted.cost().since(before)).isEqualTo(new Cost(1, 0, 0));
    counted.setCost(new Cost(10, 20, 30));
    counted.hessianVector(draw(), draw(), out);
    assertThat(counted.cost()).isEqualTo(new Cost(10, 20, 31));
  }
}

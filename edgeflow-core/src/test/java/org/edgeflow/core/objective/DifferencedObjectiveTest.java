package org.edgeflow.core.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.edgeflow.core.objective.closedform.ClosedFormObjective;
import org.edgeflow.core.objective.closedform.Quartic;
import org.edgeflow.core.objective.closedform.TwoSharpDirections;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.heap.HeapBackend;
import org.junit.jupiter.api.Test;

class DifferencedObjectiveTest {
  private static final TensorBackend BACKEND = new HeapBackend(DataType.FLOAT64);
  private static final Objective QUARTIC = new ClosedFormObjective(BACKEND, new Quartic(2.2, 1));
  private static final Objective DIRECTIONS =
      new ClosedFormObjective(BACKEND, new TwoSharpDirections(1, 0.01, 0.2));

  private static double quarticError(double step) {
    Tensor point = BACKEND.of(new double[] {0.4}, 1);
    Tensor unit = BACKEND.of(new double[] {1}, 1);
    Tensor exact = BACKEND.zeros(1);
    Tensor differenced = BACKEND.zeros(1);
    QUARTIC.hessianVector(point, unit, exact);
    new DifferencedObjective(QUARTIC, step).hessianVector(point, unit, differenced);
    return BACKEND.distance(exact, differenced);
  }

  private static Tensor draw(SplittableRandom random) {
    return BACKEND.of(random.doubles(4, -2, 2).toArray(), 4);
  }

  private static Tensor product(Objective objective, Tensor point, Tensor vector) {
    Tensor product = BACKEND.zeros(4);
    objective.hessianVector(point, vector, product);
    return product;
  }

  @Test
  void theErrorFallsWithTheSquareOfTheStep() {
    for (double step = 0.1; step > 0.005; step /= 2) {
      assertThat(quarticError(step) / quarticError(step / 2)).isCloseTo(4, within(1e-6));
      // g''' = −6Q, so the error is ε² exactly.
      assertThat(quarticError(step)).isCloseTo(step * step, within(1e-12));
    }
  }

  @Test
  void theDefaultStepIsAccurateToTenDigitsInFloat64() {
    assertThat(quarticError(DifferencedObjective.defaultStep(DataType.FLOAT64)))
        .isLessThan(2e-8)
        .isPositive();
    SplittableRandom random = new SplittableRandom(1);
    Tensor point = draw(random);
    Tensor vector = draw(random);
    Tensor differenced = product(new DifferencedObjective(DIRECTIONS), point, vector);
    Tensor exact = product(DIRECTIONS, point, vector);
    assertThat(BACKEND.distance(differenced, exact)).isLessThan(1e-10 * BACKEND.norm(exact));
  }

  @Test
  void productsAreHomogeneousInTheLengthOfTheVector() {
    SplittableRandom random = new SplittableRandom(2);
    Objective differenced = new DifferencedObjective(DIRECTIONS, 1e-3);
    Tensor point = draw(random);
    Tensor vector = draw(random);
    Tensor once = product(differenced, point, vector);
    for (double factor : new double[] {1024, 1.0 / 1024, -2, 1e8, 1e-8}) {
      Tensor scaled = BACKEND.copyOf(vector);
      BACKEND.scale(factor, scaled);
      Tensor expected = BACKEND.copyOf(once);
      BACKEND.scale(factor, expected);
      assertThat(BACKEND.distance(product(differenced, point, scaled), expected))
          .isLessThanOrEqualTo(1e-10 * BACKEND.norm(expected));
    }
  }

  @Test
  void productsAreSymmetricAndLinear() {
    SplittableRandom random = new SplittableRandom(3);
    Objective differenced = new DifferencedObjective(DIRECTIONS);
    for (int i = 0; i < 20; i++) {
      Tensor point = draw(random);
      Tensor u = draw(random);
      Tensor v = draw(random);
      Tensor sum = BACKEND.zeros(4);
      BACKEND.combine(2, u, -3, v, sum);
      Tensor hu = product(differenced, point, u);
      Tensor hv = product(differenced, point, v);
      assertThat(BACKEND.dot(hu, v)).isCloseTo(BACKEND.dot(hv, u), within(1e-9));
      BACKEND.combine(2, hu, -3, hv, hu);
      assertThat(BACKEND.distance(product(differenced, point, sum), hu)).isLessThan(1e-9);
    }
  }

  @Test
  void aZeroVectorHasAZeroProduct() {
    Tensor product = BACKEND.of(new double[] {Double.NaN, 1, 2, 3}, 4);
    new DifferencedObjective(DIRECTIONS)
        .hessianVector(BACKEND.of(new double[] {1, 2, 3, 4}, 4), BACKEND.zeros(4), product);
    assertThat(BACKEND.norm(product)).isZero();
  }

  @Test
  void twoGradientsAreSpentForOneProduct() {
    CountingObjective counted = new CountingObjective(DIRECTIONS);
    product(
        new DifferencedObjective(counted),
        BACKEND.zeros(4),
        BACKEND.of(new double[] {1, 2, 3, 4}, 4));
    assertThat(counted.cost()).isEqualTo(new Cost(0, 2, 0));
  }

  @Test
  void aStepThatIsNotPositiveIsRefused() {
    for (double step : new double[] {0, -1, Double.NaN}) {
      assertThatThrownBy(() -> new DifferencedObjective(QUARTIC, step))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("positive step, got " + step);
    }
  }
}

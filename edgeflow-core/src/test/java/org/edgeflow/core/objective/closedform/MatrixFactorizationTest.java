package org.edgeflow.core.objective.closedform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.objective.ObjectiveFactory;
import org.edgeflow.core.objective.Problem;
import org.edgeflow.core.spectral.SpectralTracker;
import org.edgeflow.core.spectral.SymmetricOperator;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.heap.HeapBackend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Factors, whose sharpness at the flattest minimum has a closed form. */
class MatrixFactorizationTest {
  private static final TensorBackend BACKEND = new HeapBackend(DataType.FLOAT64);

  @Property(tries = 40)
  void derivativesOfDeepProductsAgreeWithDifferences(
      @ForAll long seed,
      @ForAll @IntRange(min = 2, max = 5) int depth,
      @ForAll @IntRange(min = 1, max = 4) int rank) {
    MatrixFactorization form = new MatrixFactorization(new double[] {2, 0.5, 0}, rank, depth);
    SplittableRandom random = new SplittableRandom(seed);
    double[] w = random.doubles(form.dimension(), -1, 1).toArray();
    double[] v = random.doubles(form.dimension(), -1, 1).toArray();
    double h = 1e-5;
    double[] ahead = new double[w.length];
    double[] behind = new double[w.length];
    double[] product = new double[w.length];
    double slope =
        (form.lossAndGradient(moved(w, v, h), ahead)
                - form.lossAndGradient(moved(w, v, -h), behind))
            / (2 * h);
    form.hessianVector(w, v, product);
    for (int i = 0; i < w.length; i++) {
      double difference = (ahead[i] - behind[i]) / (2 * h);
      assertThat(product[i]).isCloseTo(difference, within(1e-6 * (1 + Math.abs(difference))));
    }
    form.lossAndGradient(w, ahead);
    assertThat(dot(ahead, v)).isCloseTo(slope, within(1e-6 * (1 + Math.abs(slope))));
  }

  @ParameterizedTest
  @CsvSource({"2, 1.5", "2, 4", "3, 1.5", "4, 2", "5, 0.8"})
  void theFlattestMinimumOfABalancedProductHasTheSharpnessOfTheClosedForm(
      int depth, double largest) {
    double[] values = {largest, 0.6 * largest, 0.1 * largest};
    MatrixFactorization form = new MatrixFactorization(values, 3, depth);
    double[] balanced = new double[form.dimension()];
    for (int factor = 0; factor < depth; factor++) {
      for (int i = 0; i < 3; i++) {
        balanced[9 * factor + 4 * i] = Math.pow(values[i], 1.0 / depth);
      }
    }
    Objective objective = new ClosedFormObjective(BACKEND, form);
    Tensor minimum = BACKEND.of(balanced, balanced.length);
    assertThat(objective.loss(minimum)).isCloseTo(0, within(1e-28));
    double sharpness =
        new SpectralTracker(
                SpectralTracker.Settings.leading(1, 1e-8, 300), BACKEND, objective.dimension(), 1)
            .track(SymmetricOperator.hessian(objective, minimum))
            .values()
            .get(0);
    assertThat(sharpness)
        .isCloseTo(depth * Math.pow(largest, 2 - 2.0 / depth), within(1e-6 * sharpness));
  }

  // Just below the edge of the flattest minimum GD gets there; just above, no minimum is stable.
  @Test
  void gradientDescentFindsAMinimumBelowTheCriticalLearningRateAndNoneAbove() {
    MatrixFactorization form = new MatrixFactorization(new double[] {2}, 1, 2);
    assertThat(lossAfterManySteps(form, 0.49)).isLessThan(1e-12);
    assertThat(lossAfterManySteps(form, 0.51)).isGreaterThan(1e-4);
  }

  @Test
  void theSameSeedDrawsTheSameFactors() {
    assertThat(start(7)).containsExactly(start(7)).isNotEqualTo(start(8)).hasSize(2 * 8 + 4);
  }

  @Test
  void whatCannotBeFactorizedIsRefused() {
    assertThatThrownBy(() -> settings(List.of(), 1, 2)).hasMessageContaining("'singular-values'");
    assertThatThrownBy(() -> settings(List.of(1.0, -2.0), 1, 2))
        .hasMessage("'singular-values' is [1.0, -2.0], expected at least one number, none below 0");
    assertThatThrownBy(() -> settings(List.of(1.0), 0, 2))
        .hasMessage("'rank' is 0, expected at least 1");
    assertThatThrownBy(() -> settings(List.of(1.0), 1000, 4))
        .hasMessage("'rank' and 'depth' make 2002000 parameters, expected at most 1000000");
  }

  private static double lossAfterManySteps(MatrixFactorization form, double learningRate) {
    double[] w = {1.3, 1.5};
    double[] gradient = new double[2];
    double loss = 0;
    for (int step = 0; step < 20_000; step++) {
      loss = form.lossAndGradient(w, gradient);
      w[0] -= learningRate * gradient[0];
      w[1] -= learningRate * gradient[1];
    }
    return loss;
  }

  private static double[] start(long seed) {
    Problem problem =
        new MatrixFactorization.Factory()
            .create(
                settings(List.of(2.0, 1.0, 1.0, 0.5), 2, 3),
                new ObjectiveFactory.Context(BACKEND, Optional.empty(), seed));
    double[] w = new double[problem.objective().dimension()];
    BACKEND.read(problem.start(), w);
    return w;
  }

  private static MatrixFactorization.Factory.Settings settings(
      List<Double> values, int rank, int depth) {
    return new MatrixFactorization.Factory.Settings(values, Optional.of(rank), depth, 1);
  }

  private static double[] moved(double[] w, double[] v, double by) {
    double[] moved = w.clone();
    for (int i = 0; i < w.length; i++) {
      moved[i] += by * v[i];
    }
    return moved;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}

package org.edgeflow.core.objective.closedform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.objective.ObjectiveFactory;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.heap.HeapBackend;

/** Every closed form's derivatives against fourth-order differences of the level below. */
class ClosedFormDerivativesTest {
  private static final TensorBackend BACKEND = new HeapBackend(DataType.FLOAT64);
  private static final double STEP = 0.01;

  @Provide
  Arbitrary<Objective> forms() {
    ObjectiveFactory.Context context = new ObjectiveFactory.Context(BACKEND, Optional.empty(), 11);
    Objective rotated =
        new Quadratic.Factory()
            .create(
                new Quadratic.Factory.Settings(
                    List.of(4.0, -1.0, 0.5, 0.0, 2.0), List.of(1.0, 1.0, 1.0, 1.0, 1.0), true),
                context)
            .objective();
    return Arbitraries.of(
        new ClosedFormObjective(BACKEND, new Quadratic(3, -2, 0.5)),
        rotated,
        new ClosedFormObjective(BACKEND, new Quartic(2.2, 1.3)),
        new ClosedFormObjective(BACKEND, new SharpValley(0, 0.01)),
        new ClosedFormObjective(BACKEND, new SharpValley(0.5, 1e-5)),
        new ClosedFormObjective(BACKEND, new SharpValley(1, 0.3)),
        new ClosedFormObjective(BACKEND, new TwoSharpDirections(0, 0.01, 0)),
        new ClosedFormObjective(BACKEND, new TwoSharpDirections(1, 0.02, 0.2)),
        new ClosedFormObjective(BACKEND, new TwoSharpDirections(-0.7, 0.1, 1.5)),
        new ClosedFormObjective(BACKEND, new MatrixFactorization(new double[] {2, 0.5, 0}, 2, 2)));
  }

  @Property(tries = 200)
  void theGradientIsTheSlopeOfTheLoss(@ForAll("forms") Objective objective, @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Tensor point = draw(objective, random);
    Tensor direction = draw(objective, random);
    Tensor gradient = BACKEND.zeros(objective.dimension());
    double loss = objective.lossAndGradient(point, gradient);
    double slope = difference(point, direction, objective::loss);
    assertThat(BACKEND.dot(gradient, direction)).isCloseTo(slope, within(1e-9));
    assertThat(objective.loss(point)).isEqualTo(loss);
  }

  @Property(tries = 200)
  void theHessianIsTheSlopeOfTheGradient(@ForAll("forms") Objective objective, @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Tensor point = draw(objective, random);
    Tensor direction = draw(objective, random);
    Tensor test = draw(objective, random);
    Tensor product = BACKEND.zeros(objective.dimension());
    Tensor gradient = BACKEND.zeros(objective.dimension());
    objective.hessianVector(point, direction, product);
    double slope =
        difference(
            point,
            direction,
            w -> {
              objective.lossAndGradient(w, gradient);
              return BACKEND.dot(gradient, test);
            });
    assertThat(BACKEND.dot(product, test)).isCloseTo(slope, within(1e-9));
  }

  @Property(tries = 100)
  void hessianVectorProductsAreSymmetric(@ForAll("forms") Objective objective, @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Tensor point = draw(objective, random);
    Tensor u = draw(objective, random);
    Tensor v = draw(objective, random);
    Tensor hu = BACKEND.zeros(objective.dimension());
    Tensor hv = BACKEND.zeros(objective.dimension());
    objective.hessianVector(point, u, hu);
    objective.hessianVector(point, v, hv);
    assertThat(BACKEND.dot(hu, v)).isCloseTo(BACKEND.dot(hv, u), within(1e-12));
  }

  @Property(tries = 50)
  void twoUncoupledSharpDirectionsAreTwoSharpValleys(@ForAll long seed) {
    double[] w = new SplittableRandom(seed).doubles(4, -2, 2).toArray();
    double[] both = new double[4];
    double[] one = new double[2];
    double loss = new TwoSharpDirections(0.7, 0.1, 0).lossAndGradient(w, both);
    SharpValley valley = new SharpValley(0.7, 0.1);
    double sum = 0;
    for (int i = 0; i < 2; i++) {
      sum += valley.lossAndGradient(new double[] {w[i], w[2 + i]}, one);
      assertThat(both[i]).isCloseTo(one[0], within(1e-14));
      assertThat(both[2 + i]).isCloseTo(one[1], within(1e-14));
    }
    assertThat(loss).isCloseTo(sum, within(1e-13));
  }

  private static Tensor draw(Objective objective, SplittableRandom random) {
    int dimension = objective.dimension();
    return BACKEND.of(random.doubles(dimension, -2, 2).toArray(), dimension);
  }

  /** {@code d/dt f(w + t v)} at 0, exact for polynomials of degree four but for rounding. */
  private static double difference(Tensor w, Tensor v, ToDoubleFunction<Tensor> f) {
    Tensor shifted = BACKEND.copyOf(w);
    double slope = 0;
    for (int k = 1; k <= 2; k++) {
      double weight = k == 1 ? 8 : -1;
      BACKEND.combine(1, w, k * STEP, v, shifted);
      slope += weight * f.applyAsDouble(shifted);
      BACKEND.combine(1, w, -k * STEP, v, shifted);
      slope -= weight * f.applyAsDouble(shifted);
    }
    return slope / (12 * STEP);
  }
}

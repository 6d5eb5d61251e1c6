package org.edgeflow.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/** What every objective of this module is tested by: each derivative against the level below. */
public final class Derivatives {
  private static final double STEP = 1e-3;

  private Derivatives() {}

  /**
   * Checks gradient and product at a random point, along random directions, against differences of
   * the fourth order; and that products are symmetric, and homogeneous.
   *
   * @param spread the deviation of the point's coordinates
   */
  public static void check(Objective objective, double spread, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    TensorBackend backend = objective.backend();
    Tensor point = draw(objective, spread, random);
    Tensor along = draw(objective, 1, random);
    Tensor other = draw(objective, 1, random);
    Tensor gradient = backend.zeros(objective.dimension());
    Tensor product = backend.zeros(objective.dimension());
    Tensor symmetric = backend.zeros(objective.dimension());
    double loss = objective.lossAndGradient(point, gradient);
    assertThat(objective.loss(point)).isCloseTo(loss, within(1e-13 * (1 + Math.abs(loss))));
    close(backend.dot(gradient, along), difference(point, along, objective::loss));

    objective.hessianVector(point, along, product);
    Tensor ahead = backend.zeros(objective.dimension());
    close(
        backend.dot(product, other),
        difference(
            point,
            along,
            w -> {
              objective.lossAndGradient(w, ahead);
              return backend.dot(ahead, other);
            }));
    objective.hessianVector(point, other, symmetric);
    double expected = backend.dot(product, other);
    assertThat(backend.dot(symmetric, along))
        .isCloseTo(expected, within(1e-11 * (1 + Math.abs(expected))));
    backend.scale(-3, along);
    objective.hessianVector(point, along, symmetric);
    assertThat(backend.dot(symmetric, other))
        .isCloseTo(-3 * expected, within(1e-11 * (1 + Math.abs(expected))));
  }

  private static void close(double found, double difference) {
    assertThat(found).isCloseTo(difference, within(2e-8 * (1 + Math.abs(difference))));
  }

  private static Tensor draw(Objective objective, double spread, SplittableRandom random) {
    double[] values = new double[objective.dimension()];
    for (int i = 0; i < values.length; i++) {
      values[i] = spread * random.nextGaussian();
    }
    return objective.backend().of(values, values.length);
  }

  private static double difference(Tensor w, Tensor v, ToDoubleFunction<Tensor> f) {
    TensorBackend backend = w.backend();
    double step = STEP / Math.max(1, backend.norm(v));
    Tensor shifted = backend.copyOf(w);
    double slope = 0;
    for (int k = 1; k <= 2; k++) {
      double weight = k == 1 ? 8 : -1;
      backend.combine(1, w, k * step, v, shifted);
      slope += weight * f.applyAsDouble(shifted);
      backend.combine(1, w, -k * step, v, shifted);
      slope -= weight * f.applyAsDouble(shifted);
    }
    return slope / (12 * step);
  }
}

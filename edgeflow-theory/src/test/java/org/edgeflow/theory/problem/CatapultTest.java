package org.edgeflow.theory.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.objective.ObjectiveFactory;
import org.edgeflow.core.objective.Problem;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.heap.HeapBackend;
import org.junit.jupiter.api.Test;

/** The wide linear network of two layers on one example. */
class CatapultTest {
  private static final TensorBackend BACKEND = new HeapBackend(DataType.FLOAT64);
  private static final int WIDTH = 512;

  // f² and λ are read off the loss and the length of the parameters.
  @Test
  void lossAndKernelObeyTheirOwnRecursionThroughTheCatapult() {
    Problem problem =
        new Catapult.Factory()
            .create(
                new Catapult.Factory.Settings(WIDTH, 0, 1),
                new ObjectiveFactory.Context(BACKEND, Optional.empty(), 3));
    Objective objective = problem.objective();
    Tensor w = BACKEND.copyOf(problem.start());
    Tensor gradient = BACKEND.zeros(objective.dimension());
    double kernel = BACKEND.dot(w, w) / WIDTH;
    double squared = 2 * objective.loss(w);
    double eta = 3 / kernel;
    double highest = squared;
    for (int step = 0; step < 400; step++) {
      objective.lossAndGradient(w, gradient);
      BACKEND.axpy(-eta, gradient, w);
      double factor = 1 - eta * kernel + eta * eta * squared / WIDTH;
      kernel += eta * squared / WIDTH * (eta * kernel - 4);
      squared *= factor * factor;
      highest = Math.max(highest, squared);
      assertThat(2 * objective.loss(w)).isCloseTo(squared, within(1e-9 * (1e-6 + squared)));
      assertThat(BACKEND.dot(w, w) / WIDTH).isCloseTo(kernel, within(1e-10 * kernel));
    }
    assertThat(highest).isGreaterThan(WIDTH / 20.0);
    assertThat(kernel).isLessThan(2 / eta);
    assertThat(objective.loss(w)).isLessThan(1e-10);
  }
}

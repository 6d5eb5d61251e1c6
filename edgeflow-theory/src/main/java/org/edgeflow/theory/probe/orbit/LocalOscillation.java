package org.edgeflow.theory.probe.orbit;

import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * The two steps {@code w → w′ → w″} that gradient descent takes from a point, their centre and
 * their oscillation:
 *
 * <pre>  A = ¼ (w + 2w′ + w″),   δ = ¼ (w − 2w′ + w″),   w = A + δ + ½(w − w″)</pre>
 *
 * <p>It needs the point alone, so whoever measures with it remembers nothing. Two gradients.
 */
final class LocalOscillation {
  private final Objective objective;
  private final TensorBackend backend;
  private final double learningRate;
  private final Tensor next;
  private final Tensor gradient;
  private final Tensor behind;
  private final Tensor centre;
  private final Tensor displacement;

  LocalOscillation(Objective objective, double learningRate) {
    this.objective = objective;
    this.backend = objective.backend();
    this.learningRate = learningRate;
    this.next = backend.zeros(objective.dimension());
    this.gradient = backend.zeros(objective.dimension());
    this.behind = backend.zeros(objective.dimension());
    this.centre = backend.zeros(objective.dimension());
    this.displacement = backend.zeros(objective.dimension());
  }

  /** Takes the steps. */
  void from(Tensor point) {
    objective.lossAndGradient(point, gradient);
    backend.combine(1, point, -learningRate, gradient, next);
    objective.lossAndGradient(next, behind);
    // w″ − w′ = −η g′ and w′ − w = −η g.
    backend.combine(1, point, -0.75 * learningRate, gradient, centre);
    backend.axpy(-0.25 * learningRate, behind, centre);
    backend.combine(0.25 * learningRate, gradient, -0.25 * learningRate, behind, displacement);
  }

  /** {@code g(w)}; live. */
  Tensor gradient() {
    return gradient;
  }

  /** {@code w′}; live. */
  Tensor next() {
    return next;
  }

  /** {@code A}; live. */
  Tensor centre() {
    return centre;
  }

  /** {@code δ}; live. */
  Tensor oscillation() {
    return displacement;
  }
}

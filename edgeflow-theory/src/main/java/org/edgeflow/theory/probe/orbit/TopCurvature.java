package org.edgeflow.theory.probe.orbit;

import org.edgeflow.core.checkpoint.Fields;
import org.edgeflow.core.checkpoint.Snapshot;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.spectral.Eigenpairs;
import org.edgeflow.core.spectral.SpectralTracker;
import org.edgeflow.core.spectral.SymmetricOperator;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * The sharpness λ at a point, its direction u, and how both loss derivatives of higher order act
 * there:
 *
 * <pre>  T = ∇³L[u, u, ·] = ∇λ  (λ simple),   q = ∇⁴L[u, u, u, u]</pre>
 *
 * <p>T and q are the first and second derivative of {@code h ↦ H(w + hu)u}, by central differences
 * of the fourth order at {@code ±h, ±2h}: five HVPs. Their errors are {@code O(h⁴)} from the loss's
 * derivatives of order seven and eight, and {@code O(ε/h)}, {@code O(ε/h²)} from rounding.
 */
final class TopCurvature implements Snapshot.Part {
  private static final int MAX_PRODUCTS = 300;
  private static final double[] FIRST = {1.0 / 12, -2.0 / 3, 0, 2.0 / 3, -1.0 / 12};
  private static final double[] SECOND = {-1.0 / 12, 4.0 / 3, -2.5, 4.0 / 3, -1.0 / 12};

  private final Objective objective;
  private final TensorBackend backend;
  private final double step;
  private final SpectralTracker tracker;
  private final Tensor direction;
  private final Tensor slope;
  private final Tensor moved;
  private final Tensor product;
  private double sharpness;
  private double fourth;
  private boolean converged;

  /**
   * A measurement that starts warm from the last one.
   *
   * @param step h, in units of the parameters
   * @param tolerance the eigenpair's residual, relative to λ
   */
  TopCurvature(Objective objective, double step, double tolerance, long seed) {
    this.objective = objective;
    this.backend = objective.backend();
    this.step = step;
    this.tracker =
        new SpectralTracker(
            SpectralTracker.Settings.leading(1, tolerance, MAX_PRODUCTS),
            backend,
            objective.dimension(),
            seed);
    this.direction = backend.zeros(objective.dimension());
    this.slope = backend.zeros(objective.dimension());
    this.moved = backend.zeros(objective.dimension());
    this.product = backend.zeros(objective.dimension());
  }

  /** Measures at a point; false where something there is not finite. */
  boolean measure(Tensor point) {
    Eigenpairs pairs = tracker.track(SymmetricOperator.hessian(objective, point));
    sharpness = pairs.value(0);
    converged = pairs.converged();
    backend.copy(pairs.vectors().get(0), direction);
    backend.fill(slope, 0);
    fourth = 0;
    if (!Double.isFinite(sharpness)) {
      return false;
    }
    for (int i = 0; i < FIRST.length; i++) {
      backend.combine(1, point, (i - 2) * step, direction, moved);
      objective.hessianVector(moved, direction, product);
      backend.axpy(FIRST[i] / step, product, slope);
      fourth += SECOND[i] / (step * step) * backend.dot(direction, product);
    }
    return Double.isFinite(fourth);
  }

  /** λ. */
  double sharpness() {
    return sharpness;
  }

  /** Whether the eigenpair met the tolerance. */
  boolean converged() {
    return converged;
  }

  /** u; live. */
  Tensor direction() {
    return direction;
  }

  /** T; live. */
  Tensor slope() {
    return slope;
  }

  /** q. */
  double fourth() {
    return fourth;
  }

  @Override
  public void visit(Fields fields) {
    tracker.visit(fields);
  }
}

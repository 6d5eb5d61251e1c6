package org.edgeflow.core.record.probe;

import org.edgeflow.core.checkpoint.Fields;
import org.edgeflow.core.checkpoint.Snapshot;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.spectral.Eigenpairs;
import org.edgeflow.core.spectral.SpectralTracker;
import org.edgeflow.core.spectral.SymmetricOperator;
import org.edgeflow.core.tensor.Tensor;

/**
 * The sharpness that a preconditioned optimizer sees: the largest eigenvalue of {@code P^{-1/2} H
 * P^{-1/2}}, P being the diagonal preconditioner of its step: at row k that of the step which
 * leaves {@code w_k}, with the second moments that {@code g_k} has already entered. The optimizer
 * is at the edge of stability where it equals {@link
 * org.edgeflow.core.optimizer.UpdateRule#threshold}.
 */
public final class EffectiveSharpness implements Snapshot.Part {
  private static final int MAX_PRODUCTS = 100;

  private final Objective objective;
  private final SpectralTracker tracker;
  private final Tensor root;
  private final Tensor room;
  private boolean converged;

  /**
   * A measurement that starts warm from the last one.
   *
   * @param tolerance the residual at which the eigenvalue counts as found, relative to it
   * @param seed for the first start
   */
  public EffectiveSharpness(Objective objective, double tolerance, long seed) {
    this.objective = objective;
    this.tracker =
        new SpectralTracker(
            SpectralTracker.Settings.leading(1, tolerance, MAX_PRODUCTS),
            objective.backend(),
            objective.dimension(),
            seed);
    this.root = objective.backend().zeros(objective.dimension());
    this.room = objective.backend().zeros(objective.dimension());
  }

  /**
   * The largest eigenvalue; NaN if P or the Hessian is not finite.
   *
   * @param point w; not modified
   * @param preconditioner P, one positive entry a parameter; not modified
   */
  public double measure(Tensor point, Tensor preconditioner) {
    objective.backend().root(1, preconditioner, 0, root);
    Eigenpairs pairs =
        tracker.track(SymmetricOperator.preconditioned(objective, point, root, room));
    converged = pairs.converged();
    return pairs.value(0);
  }

  /** Whether the residual of the last answer met the tolerance. */
  public boolean converged() {
    return converged;
  }

  @Override
  public void visit(Fields fields) {
    tracker.visit(fields);
  }
}

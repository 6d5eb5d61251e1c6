package org.edgeflow.baselines.stabilization;

import org.edgeflow.core.checkpoint.Fields;
import org.edgeflow.core.checkpoint.Snapshot;
import org.edgeflow.core.flow.FlowStoppedException;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.objective.Symmetric;
import org.edgeflow.core.spectral.Eigenpairs;
import org.edgeflow.core.spectral.SpectralTracker;
import org.edgeflow.core.spectral.SymmetricOperator;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * The stable set {@code M = {θ : S(θ) ≤ 2/η, u·∇L(θ) = 0}} with S the sharpness and u its
 * eigenvector, and the projection on it.
 *
 * <p>{@code ∇S = ∇³L[u, u] = (g(θ + hu) − 2g(θ) + g(θ − hu))/h²} to second order in {@code h =
 * ε_mach^{1/4}}. The projection takes Gauss–Newton steps: the shortest Δ with {@code ∇S·Δ = 2/η −
 * S} (where S is too large) and {@code S u·Δ = −u·g}; the second gradient leaves out that u turns,
 * which the next step makes good.
 *
 * <p>{@link #look} costs 3 gradients and the HVPs of the warm eigensolver, at least one.
 */
final class StableSet implements Snapshot.Part {
  private static final int MAX_STEPS = 30;

  private final Objective objective;
  private final double threshold;
  private final double tolerance;
  private final SpectralTracker tracker;
  private final Symmetric sides;
  private final Tensor gradient;
  private final Tensor slope;
  private Eigenpairs top;
  private Tensor direction;
  private double loss;
  private double sharpness;
  private double slopeAlong;
  private double gradientAlong;

  /**
   * The stable set of GD on an objective.
   *
   * @param threshold 2/η
   * @param spectrum how exactly u is computed, at what cost
   */
  StableSet(Objective objective, double threshold, SpectralTracker.Settings spectrum, long seed) {
    TensorBackend backend = objective.backend();
    this.objective = objective;
    this.threshold = threshold;
    this.tolerance = spectrum.tolerance();
    this.tracker = new SpectralTracker(spectrum, backend, objective.dimension(), seed);
    this.sides = new Symmetric(backend, objective.dimension());
    this.gradient = backend.zeros(objective.dimension());
    this.slope = backend.zeros(objective.dimension());
    this.direction = backend.zeros(objective.dimension());
  }

  /**
   * Computes what is known of a point: loss, gradient, S, u, ∇S.
   *
   * @return whether the loss is finite; if not, nothing else was computed
   * @throws FlowStoppedException if u is not found
   */
  boolean look(Tensor point) {
    boolean finite = glance(point);
    if (finite && !top.converged()) {
      throw new FlowStoppedException(
          "self-stabilization: the Hessian's leading eigenvector was not found ("
              + top.ending()
              + " after "
              + top.products()
              + " products, residual "
              + top.residual(0)
              + "); raise 'tolerance' or 'max-products'. Where two eigenvalues lie at the edge"
              + " there is no one such vector; central-flow describes that.");
    }
    return finite;
  }

  /** As {@link #look}, with whatever vector there is for u. */
  boolean glance(Tensor point) {
    TensorBackend backend = objective.backend();
    loss = objective.lossAndGradient(point, gradient);
    if (!Double.isFinite(loss)) {
      return false;
    }
    top = tracker.track(SymmetricOperator.hessian(objective, point));
    sharpness = top.value(0);
    direction = top.vector(0);
    double reach = Math.sqrt(Math.sqrt(backend.dataType().epsilon()));
    objective.symmetric(point, direction, reach, Symmetric.Request.HALF_DIFFERENCE, sides);
    double scale = 2 / (reach * reach);
    backend.combine(scale, sides.meanGradient(), -scale, gradient, slope);
    slopeAlong = backend.dot(slope, direction);
    gradientAlong = backend.dot(gradient, direction);
    return true;
  }

  /** Whether the point last looked at lies beyond the edge. */
  boolean isBeyondTheEdge() {
    return sharpness > threshold;
  }

  /**
   * Moves a point to the set.
   *
   * @param point the one last looked at; modified
   * @throws FlowStoppedException if the steps do not converge
   */
  void project(Tensor point) {
    TensorBackend backend = objective.backend();
    for (int step = 0; step < MAX_STEPS; step++) {
      double excess = sharpness - threshold;
      boolean stable = excess <= 1e-6 * threshold;
      if (stable && Math.abs(gradientAlong) <= 10 * tolerance * backend.norm(gradient)) {
        return;
      }
      double back = gradientAlong / sharpness;
      if (excess > 0) {
        double free = backend.dot(slope, slope) - slopeAlong * slopeAlong;
        double amount = (excess - slopeAlong * back) / free;
        backend.axpy(-amount, slope, point);
        back -= slopeAlong * amount;
      }
      backend.axpy(-back, direction, point);
      if (!look(point)) {
        break;
      }
    }
    throw new FlowStoppedException(
        "self-stabilization: no point of the stable set was found within "
            + MAX_STEPS
            + " projection steps (sharpness "
            + sharpness
            + ", allowed "
            + threshold
            + "). The theory holds one eigenvalue at the edge; where a second one reaches it, use"
            + " central-flow. Otherwise lower 'tolerance' or the learning rate.");
  }

  /** L(θ). */
  double loss() {
    return loss;
  }

  /** ∇L(θ), live. */
  Tensor gradient() {
    return gradient;
  }

  /** S(θ). */
  double sharpness() {
    return sharpness;
  }

  /** u(θ), live until the next look. */
  Tensor direction() {
    return direction;
  }

  /** ∇S(θ), live. */
  Tensor slope() {
    return slope;
  }

  /** u·∇S. */
  double slopeAlong() {
    return slopeAlong;
  }

  /** u·∇L. */
  double gradientAlong() {
    return gradientAlong;
  }

  @Override
  public void visit(Fields fields) {
    fields.part("spectrum", tracker);
  }
}

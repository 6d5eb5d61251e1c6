package org.edgeflow.core.flow.edge;

import java.util.Optional;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.spectral.Eigenpairs;
import org.edgeflow.core.spectral.SpectralTracker;
import org.edgeflow.core.spectral.SymmetricOperator;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code u(0)} is a top eigenvector of {@code H(w_0)}, signed so that {@code uᵀ g(w_0) ≥ 0}: GD's
 * first step then begins on the positive side of its oscillation.
 *
 * @param seed for the eigensolver's start
 * @param magnitude where the magnitude starts
 */
public record TopEigenvectorSeed(long seed, InitialMagnitude magnitude) implements EdgeFlowSeed {
  private static final Logger LOG = LoggerFactory.getLogger(TopEigenvectorSeed.class);
  private static final int MAX_PRODUCTS = 300;

  @Override
  public double plant(Objective objective, double learningRate, Tensor start, Tensor direction) {
    TensorBackend backend = objective.backend();
    plant(objective, start, Optional.empty(), direction);
    Tensor gradient = backend.zeros(objective.dimension());
    objective.lossAndGradient(start, gradient);
    double slope = backend.dot(direction, gradient);
    if (slope < 0) {
      backend.scale(-1, direction);
    }
    return switch (magnitude) {
      case HALF_STEP -> 0.5 * learningRate * Math.abs(slope);
      // Where nothing has been measured, rounding is all there is.
      case ROUNDING, MEASURED ->
          backend.dataType().epsilon() * objective.roundingScale(start, direction, gradient);
    };
  }

  /**
   * A top eigenvector of {@code P^{-1/2} H P^{-1/2}}, as a direction of the parameters: {@code u ∝
   * P^{-1/2} v}.
   *
   * @param preconditioner P; not modified; empty where it is the identity
   * @param direction modified: u, of length 1
   */
  void plant(Objective objective, Tensor start, Optional<Tensor> preconditioner, Tensor direction) {
    TensorBackend backend = objective.backend();
    Optional<Tensor> root = preconditioner.map(backend::copyOf);
    root.ifPresent(p -> backend.root(1, p, 0, p));
    SymmetricOperator operator =
        root.map(
                p ->
                    SymmetricOperator.preconditioned(
                        objective, start, p, backend.zeros(objective.dimension())))
            .orElseGet(() -> SymmetricOperator.hessian(objective, start));
    // What the direction's own dynamics corrects within a few steps need not be found exactly.
    double tolerance = backend.dataType() == DataType.FLOAT64 ? 1e-6 : 1e-3;
    SpectralTracker tracker =
        new SpectralTracker(
            SpectralTracker.Settings.leading(1, tolerance, MAX_PRODUCTS),
            backend,
            objective.dimension(),
            seed);
    Eigenpairs top = tracker.track(operator);
    if (!top.converged()) {
      LOG.info(
          "the top eigenvector at the start has a residual of {} ({} of {} products)",
          top.residuals().get(0),
          top.products(),
          MAX_PRODUCTS);
    }
    if (Double.isNaN(top.values().get(0))) {
      // No curvature, no direction: any will do until the loop finds that the loss is not finite.
      backend.fill(direction, 1 / Math.sqrt(direction.size()));
    } else {
      backend.copy(top.vectors().get(0), direction);
    }
    root.ifPresent(
        p -> {
          backend.divide(direction, p, direction);
          backend.scale(1 / backend.norm(direction), direction);
        });
  }
}

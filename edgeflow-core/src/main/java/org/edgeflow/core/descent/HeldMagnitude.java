package org.edgeflow.core.descent;

import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * The magnitude that keeps the sharpness at 2/η. An oscillation pushes the centre by {@code ḡ − g =
 * ½ r² ∇S + O(r⁴)}, so that two differences that are there give both forces on the sharpness:
 *
 * <pre>
 *   ∇S = 2 (ḡ − g) / r²      ds/dt = −η ( ∇S·g + ½ r² ‖∇S‖² )
 *   r*² = max( 0, 2 [ (s − 2/η) / (ητ) − ∇S·g ] / ‖∇S‖² )
 * </pre>
 *
 * <p>With r* the sharpness approaches 2/η at the rate 1/τ, from either side; where it stays below
 * by itself r* is 0, and r as small as gradients resolve. It costs one gradient a step more than
 * the flow, g at the centre. Of several eigenvalues at the edge it holds the largest.
 */
final class HeldMagnitude implements MagnitudeControl {
  /** In one iteration the magnitude moves by no more than this factor: ∇S is known where r is. */
  private static final double MOST = 4;

  private final Objective objective;
  private final double time;
  private final Tensor gradient;
  private final Tensor force;

  /**
   * Holding.
   *
   * @param objective the flow's
   * @param time τ, in iterations
   */
  HeldMagnitude(Objective objective, double time) {
    this.objective = objective;
    this.time = time;
    this.gradient = objective.backend().zeros(objective.dimension());
    this.force = objective.backend().zeros(objective.dimension());
  }

  @Override
  public double after(Point point, double length) {
    TensorBackend backend = objective.backend();
    double rate = point.flow().learningRate();
    double magnitude = point.magnitude();
    objective.lossAndGradient(point.state().centre(), gradient);
    backend.combine(-1 / rate, point.slope().centre(), -1, gradient, force);
    double perUnit = 2 / (magnitude * magnitude);
    double square = perUnit * perUnit * backend.dot(force, force);
    double sharpening = -perUnit * backend.dot(force, gradient);
    double excess = (point.scaledCurvature() - 2) / (rate * rate * time);
    double held = square > 0 ? Math.sqrt(Math.max(0, 2 * (excess + sharpening) / square)) : 0;
    double most = Math.pow(MOST, length);
    held = Math.max(magnitude / most, Math.min(magnitude * most, held));
    return Math.max(point.resolved(), held);
  }

  @Override
  public boolean steers() {
    return true;
  }
}

package org.edgeflow.theory.probe.orbit;

import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.theory.probe.krylov.Arnoldi;
import org.edgeflow.theory.probe.krylov.Lanczos;
import org.hipparchus.complex.Complex;

/**
 * The orbit of period two of gradient descent that Newton's method finds from a point: the zero of
 * the chord equations in {@code z = (c, δ)}, {@code w± = c ± δ},
 *
 * <pre>
 *   F_c = ½ (g₊ + g₋) = 0,   F_δ = ½ (g₊ − g₋) − 2δ/η = 0
 * </pre>
 *
 * which together say that {@code w₊ − ηg₊ = w₋} and back. F is the gradient of {@code Ψ = ½(L₊ +
 * L₋) − ‖δ‖²/η}, so Newton's matrix is symmetric: it is solved by the Lanczos process from F, with
 * flat directions left out, and steps are halved, then damped (Levenberg–Marquardt), until ‖F‖
 * falls. {@code δ = 0} at a stationary point is a solution, too.
 */
final class PeriodTwoOrbit {
  private static final int HALVINGS = 12;
  private static final double[] DAMPINGS = {1e-3, 1e-2, 1e-1};

  private final Objective objective;
  private final TensorBackend backend;
  private final double learningRate;
  private final double tolerance;
  private final double flat;
  private final int iterations;
  private final Lanczos lanczos;
  private final Arnoldi arnoldi;
  private final int dimension;
  private final Tensor orbit;
  private final Tensor trial;
  private final Tensor residual;
  private final Tensor move;
  private final Tensor ahead;
  private final Tensor behind;
  private final Tensor sum;
  private final Tensor gradient;
  private double losses;
  private double length;

  /**
   * A search.
   *
   * @param tolerance the last step's length, relative to the orbit's, at which it has ended
   * @param flat what counts as flat, relative to the largest eigenvalue
   * @param products the most that one step, or a multiplier, takes
   */
  PeriodTwoOrbit(
      Objective objective, double learningRate, double tolerance, double flat, int products) {
    this.objective = objective;
    this.backend = objective.backend();
    this.learningRate = learningRate;
    this.tolerance = Math.max(tolerance, 64 * backend.dataType().epsilon());
    this.flat = flat;
    this.iterations = 40;
    this.dimension = objective.dimension();
    this.lanczos = new Lanczos(backend, 2 * dimension, products);
    this.arnoldi = new Arnoldi(backend, dimension, products);
    this.orbit = backend.zeros(2 * dimension);
    this.trial = backend.zeros(2 * dimension);
    this.residual = backend.zeros(2 * dimension);
    this.move = backend.zeros(2 * dimension);
    this.ahead = backend.zeros(dimension);
    this.behind = backend.zeros(dimension);
    this.sum = backend.zeros(dimension);
    this.gradient = backend.zeros(dimension);
  }

  /**
   * Searches from gradient descent's iterate and the next one.
   *
   * @return whether it has found one
   */
  boolean search(Tensor point) {
    objective.lossAndGradient(point, gradient);
    backend.combine(1, point, -0.5 * learningRate, gradient, centre(orbit));
    backend.combine(0.5 * learningRate, gradient, 0, gradient, oscillation(orbit));
    evaluate(orbit);
    for (int i = 0; i < iterations; i++) {
      if (length <= rounding()) {
        return true;
      }
      ends(orbit);
      if (!lanczos.run(this::chordHessian, residual)) {
        return false;
      }
      lanczos.apply(lanczos.inverse(flat), move);
      boolean small = backend.norm(move) <= tolerance * backend.norm(orbit);
      if (!(advance() || small || advanceDamped()) || small) {
        return small;
      }
    }
    return false;
  }

  /** The size of F that is nothing but rounding of its terms. */
  private double rounding() {
    return 16 * backend.dataType().epsilon() * 2 / learningRate * backend.norm(orbit);
  }

  // Far from an orbit, or where the Krylov space is too small, Newton's step may lead nowhere.
  private boolean advanceDamped() {
    for (double damping : DAMPINGS) {
      ends(orbit);
      lanczos.apply(lanczos.damped(damping), move);
      if (advance()) {
        return true;
      }
    }
    return false;
  }

  /** Takes the longest of the halved steps that shortens F; false where none does. */
  private boolean advance() {
    double before = length;
    double share = 1;
    for (int i = 0; i < HALVINGS; i++) {
      backend.combine(1, orbit, -share, move, trial);
      evaluate(trial);
      if (length < before) {
        backend.copy(trial, orbit);
        return true;
      }
      share /= 2;
    }
    evaluate(orbit);
    return false;
  }

  private void evaluate(Tensor at) {
    ends(at);
    losses = objective.lossAndGradient(ahead, gradient);
    losses += objective.lossAndGradient(behind, sum);
    Tensor inCentre = centre(residual);
    Tensor inOscillation = oscillation(residual);
    backend.combine(0.5, gradient, 0.5, sum, inCentre);
    backend.combine(0.5, gradient, -0.5, sum, inOscillation);
    backend.axpy(-2 / learningRate, oscillation(at), inOscillation);
    length = backend.norm(residual);
  }

  private void ends(Tensor at) {
    backend.combine(1, centre(at), 1, oscillation(at), ahead);
    backend.combine(1, centre(at), -1, oscillation(at), behind);
  }

  private void chordHessian(Tensor v, Tensor out) {
    Tensor inCentre = centre(out);
    Tensor inOscillation = oscillation(out);
    backend.combine(1, centre(v), 1, oscillation(v), sum);
    objective.hessianVector(ahead, sum, inCentre);
    backend.combine(1, centre(v), -1, oscillation(v), sum);
    objective.hessianVector(behind, sum, inOscillation);
    backend.combine(0.5, inCentre, 0.5, inOscillation, inCentre);
    // ½(a + b) − b = ½(a − b).
    backend.combine(1, inCentre, -1, inOscillation, inOscillation);
    backend.axpy(-2 / learningRate, oscillation(v), inOscillation);
  }

  /**
   * The multiplier of two steps around the orbit that is largest in modulus, among those that a
   * start has a part of.
   */
  Complex multiplier(Tensor start) {
    ends(orbit);
    return arnoldi.largest(
        (v, out) -> {
          objective.hessianVector(ahead, v, sum);
          backend.combine(1, v, -learningRate, sum, sum);
          objective.hessianVector(behind, sum, out);
          backend.combine(1, sum, -learningRate, out, out);
        },
        start);
  }

  /** The distance of a point from the nearer end. */
  double distance(Tensor point) {
    ends(orbit);
    return Math.min(backend.distance(point, ahead), backend.distance(point, behind));
  }

  /** {@code ½ (L₊ + L₋)}. */
  double meanLoss() {
    return losses / 2;
  }

  /** ‖F‖. */
  double residual() {
    return length;
  }

  /** Whether what was found is a stationary point rather than an orbit: δ is rounding alone. */
  boolean isStationary() {
    return backend.norm(oscillation(orbit))
        <= Math.sqrt(backend.dataType().epsilon()) * backend.norm(orbit);
  }

  /** δ; live. */
  Tensor oscillation() {
    return oscillation(orbit);
  }

  /** {@code δᵀ(g₊ − g₋)/(2‖δ‖²)}, the mean curvature along the chord: 2/η on an orbit. */
  double chordCurvature() {
    evaluate(orbit);
    Tensor delta = oscillation(orbit);
    // F_δ = ½(g₊ − g₋) − 2δ/η.
    return backend.dot(delta, oscillation(residual)) / backend.dot(delta, delta) + 2 / learningRate;
  }

  private Tensor centre(Tensor both) {
    return backend.view(both, 0, dimension);
  }

  private Tensor oscillation(Tensor both) {
    return backend.view(both, dimension, dimension);
  }
}

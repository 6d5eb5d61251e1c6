package org.edgeflow.core.spectral;

import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * The residuals {@code A xᵢ − θᵢ xᵢ} of a basis's leading Ritz pairs, and the rule by which they
 * pass, which is {@link SpectralTracker}'s.
 */
final class RitzResiduals {
  private static final double GUARD_TOLERANCE = 0.02;
  private static final double GUARD_SHARE = 0.25;

  private final TensorBackend backend;
  private final RitzBasis basis;
  private final int dimension;
  private final double tolerance;
  private final Tensor[] vectors;
  private final double[] lengths;
  private boolean tightened;
  private int count;
  private double norm;

  /**
   * Nothing measured yet.
   *
   * @param cap the most pairs
   * @param tolerance relative to the largest |θ|
   */
  RitzResiduals(TensorBackend backend, RitzBasis basis, int dimension, int cap, double tolerance) {
    this.backend = backend;
    this.basis = basis;
    this.dimension = dimension;
    this.tolerance = tolerance;
    this.vectors = new Tensor[cap];
    this.lengths = new double[cap];
  }

  /**
   * Whether the limit is a little below the tolerance: so that rounding does not undo in the next
   * call what has been iterated in this one.
   */
  void tighten(boolean tighten) {
    tightened = tighten;
  }

  /**
   * Takes the residuals of the first pairs.
   *
   * @param pairs how many
   * @param operatorNorm about {@code ‖A‖}
   * @return the largest length
   */
  double measure(int pairs, double operatorNorm) {
    count = pairs;
    norm = operatorNorm;
    double worst = 0;
    for (int i = 0; i < count; i++) {
      if (vectors[i] == null) {
        vectors[i] = backend.zeros(dimension);
      }
      lengths[i] = basis.residual(i, vectors[i]);
      worst = Math.max(worst, lengths[i]);
    }
    return worst;
  }

  /** The i-th residual when it was last measured; live, not to be modified. */
  Tensor vector(int i) {
    return vectors[i];
  }

  /** Its length. */
  double length(int i) {
    return lengths[i];
  }

  /** How many of the pairs measured do not pass. */
  int unaccepted(double floor) {
    int unaccepted = 0;
    for (int i = 0; i < count; i++) {
      unaccepted += accepted(i, floor) ? 0 : 1;
    }
    return unaccepted;
  }

  /** Whether the i-th pair passes. */
  boolean accepted(int i, double floor) {
    double scale = scale(count);
    double share = tightened ? 0.95 : 1;
    double ulps = tightened ? 48 : 64;
    double limit = Math.max(share * tolerance * scale, ulps * backend.dataType().epsilon() * norm);
    // The first is what a caller reads the largest eigenvalue from, whatever the floor.
    double below = i == 0 ? 0 : floor - basis.value(i);
    double guard = below > 0 ? Math.min(GUARD_TOLERANCE * scale, GUARD_SHARE * below) : 0;
    return lengths[i] <= Math.max(limit, guard);
  }

  /** The largest |θ| of the first pairs. */
  double scale(int pairs) {
    return Math.max(Math.abs(basis.value(0)), Math.abs(basis.value(pairs - 1)));
  }

  /** The sum of the θ of the pairs measured. */
  double sum() {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += basis.value(i);
    }
    return sum;
  }
}

package org.edgeflow.core.spectral;

import java.util.Arrays;
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
  private final boolean[] current;
  private boolean tightened;
  private boolean loose;
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
    this.current = new boolean[cap];
  }

  /** Forgets all lengths: a search begins. */
  void begin() {
    Arrays.fill(lengths, Double.POSITIVE_INFINITY);
    tightened = false;
  }

  /** Whether a guard passes by a limit of its own. */
  void loosenGuards(boolean loosen) {
    loose = loosen;
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
   */
  void measure(int pairs, double operatorNorm) {
    about(pairs, operatorNorm);
    for (int i = 0; i < count; i++) {
      measure(i);
    }
  }

  /**
   * The pair whose residual is the longest of those that do not pass. Only what decides that is
   * measured: a residual seldom grows with the basis, so the lengths of before tell where to look.
   *
   * @param pairs how many
   * @param operatorNorm about {@code ‖A‖}
   * @return which, its residual being measured; −1 if all have been, and pass
   */
  int worst(int pairs, double operatorNorm, double floor) {
    about(pairs, operatorNorm);
    Arrays.fill(current, false);
    while (true) {
      int longest = longestUnaccepted(floor);
      if (longest >= 0 && current[longest]) {
        return longest;
      }
      if (longest >= 0) {
        measure(longest);
      } else if (!measureRest()) {
        return -1;
      }
    }
  }

  private int longestUnaccepted(double floor) {
    int longest = -1;
    for (int i = 0; i < count; i++) {
      if (!accepted(i, floor) && (longest < 0 || lengths[i] > lengths[longest])) {
        longest = i;
      }
    }
    return longest;
  }

  /** Whether there was anything to measure. */
  private boolean measureRest() {
    boolean any = false;
    for (int i = 0; i < count; i++) {
      if (!current[i]) {
        measure(i);
        any = true;
      }
    }
    return any;
  }

  private void about(int pairs, double operatorNorm) {
    count = pairs;
    norm = operatorNorm;
  }

  private void measure(int i) {
    if (vectors[i] == null) {
      vectors[i] = backend.zeros(dimension);
    }
    lengths[i] = basis.residual(i, vectors[i]);
    current[i] = true;
  }

  /** The i-th residual when it was last measured; live, not to be modified. */
  Tensor vector(int i) {
    return vectors[i];
  }

  /** Its length. */
  double length(int i) {
    return lengths[i];
  }

  /** Whether all pairs measured pass. */
  boolean accepted(double floor) {
    for (int i = 0; i < count; i++) {
      if (!accepted(i, floor)) {
        return false;
      }
    }
    return true;
  }

  /** Whether the i-th pair passes. */
  private boolean accepted(int i, double floor) {
    double scale = scale(count);
    double share = tightened ? 0.95 : 1;
    double ulps = tightened ? 48 : 64;
    double limit = Math.max(share * tolerance * scale, ulps * backend.dataType().epsilon() * norm);
    // The first is what a caller reads the largest eigenvalue from, whatever the floor.
    double below = i == 0 || !loose ? 0 : floor - basis.value(i);
    double guard = below > 0 ? Math.min(GUARD_TOLERANCE * scale, GUARD_SHARE * below) : 0;
    return lengths[i] <= Math.max(limit, guard);
  }

  /** The largest |θ| of the first pairs. */
  double scale(int pairs) {
    return Math.max(Math.abs(basis.value(0)), Math.abs(basis.value(pairs - 1)));
  }

  /** The sum of the θ of the pairs asked for. */
  double sum() {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += basis.value(i);
    }
    return sum;
  }
}

package org.edgeflow.baselines.central;

import org.edgeflow.core.flow.State;
import org.edgeflow.core.optimizer.Scaling;

/**
 * The pace of an exponential moving average in continuous time, {@code ν̇ = c (m − ν)} with {@code
 * c = (1 − β₂)/β₂} for an average m. With bias correction the corrected average {@code ν̂ = ν/b}
 * obeys {@code ν̂̇ = (c/b)(m − ν̂)}, where {@code ḃ = c (1 − b)} is the weight that the average has
 * so far.
 *
 * @param scaling β₂ and whether there is a correction
 */
record MomentClock(Scaling scaling) {
  /** b. */
  static final State.Scalar WEIGHT = new State.Scalar("moment_weight");

  private double pace() {
    return (1 - scaling.beta2()) / scaling.beta2();
  }

  /**
   * The weight after the first update; 1 and constant where there is no correction.
   *
   * @param taken how many updates the optimizer has made before
   */
  double firstWeight(double taken) {
    return scaling.biasCorrected() ? 1 - StrictMath.pow(scaling.beta2(), taken + 1) : 1;
  }

  /** What the first update leaves of its squared gradient. */
  double firstShare(double taken) {
    return (1 - scaling.beta2()) / firstWeight(taken);
  }

  /** What the first update leaves of the optimizer's average before it. */
  double keptShare(double taken) {
    return scaling.beta2() / firstWeight(taken);
  }

  /** {@code c/b}. */
  double rate(double weight) {
    return pace() / weight;
  }

  /** {@code ḃ}. */
  double weightVelocity(double weight) {
    return pace() * (1 - weight);
  }
}

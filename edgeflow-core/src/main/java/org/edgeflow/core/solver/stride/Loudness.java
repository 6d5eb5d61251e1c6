package org.edgeflow.core.solver.stride;

import java.util.function.IntToDoubleFunction;
import org.edgeflow.core.flow.QuietFlow;
import org.edgeflow.core.flow.State;

/**
 * Whether an oscillation acts on the centre: once r is resolved by differences of gradients, and
 * its part of the loss, {@code ½ s r²}, is more than 3 % of what a step may err by. It no longer
 * does below a tenth of that.
 */
final class Loudness {
  private static final double SHARE = 0.03;
  private static final double HYSTERESIS = 0.1;
  private static final double RESOLVED = 2;

  private final QuietFlow flow;
  private final double least;

  Loudness(QuietFlow flow, double lossTolerance) {
    this.flow = flow;
    this.least = SHARE * lossTolerance;
  }

  /**
   * Whether it acts.
   *
   * @param at not modified
   * @param already whether it did
   */
  boolean acts(State at, double magnitude, double curvature, double loss, boolean already) {
    double resolved = (already ? 1 : RESOLVED) * flow.resolution(at);
    double share = (already ? HYSTERESIS : 1) * least;
    return magnitude > resolved && 0.5 * curvature * magnitude * magnitude > share * loss;
  }

  /**
   * How much of an error in s, {@code 6k(n − k)/n³} in iteration k of n, r remembers at the end:
   * what noise has added since then does not know of it.
   *
   * @param magnitudes r after each iteration, the first at the start
   * @param noise σ² of one iteration
   * @return a share, 0 to 1
   */
  static double remembered(double[] magnitudes, double noise) {
    int taken = magnitudes.length - 1;
    double cube = (double) taken * taken * taken;
    double sum = 0;
    double share = 1;
    for (int k = taken; k > 0 && share > 0; k--) {
      sum += share * 6 * k * (taken - k) / cube;
      share *= Math.max(0, 1 - noise / (magnitudes[k] * magnitudes[k]));
    }
    return sum;
  }

  /**
   * Lets one grow that does not act, as GD's do: {@code r² ← (ηs − 1)² r² + σ²}.
   *
   * @param start not modified
   * @param sharpness s after some iterations
   * @param loss the smallest there will be
   * @param magnitudes modified: r after each iteration, the first at the start
   * @return after how many iterations it acts; if it never does, all
   */
  int grow(State start, IntToDoubleFunction sharpness, double loss, double[] magnitudes) {
    int taken = magnitudes.length - 1;
    double noise = Math.sqrt(flow.noise(start, taken));
    magnitudes[0] = flow.magnitude(start);
    int stop = taken;
    for (int k = 0; k < taken; k++) {
      double curvature = sharpness.applyAsDouble(k);
      double factor = Math.abs(flow.learningRate() * curvature - 1);
      magnitudes[k + 1] = Math.hypot(magnitudes[k] * factor, noise);
      if (stop == taken && acts(start, magnitudes[k + 1], curvature, loss, false)) {
        stop = k + 1;
      }
    }
    return stop;
  }
}

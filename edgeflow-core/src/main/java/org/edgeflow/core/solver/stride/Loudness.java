package org.edgeflow.core.solver.stride;

import java.util.function.IntToDoubleFunction;
import org.edgeflow.core.flow.QuietFlow;
import org.edgeflow.core.flow.State;

/**
 * Whether an oscillation acts on the centre: once r is resolved by differences of gradients, and
 * its part of the loss, {@code ½ s r²}, is more than a hundredth of what a step may err by. It no
 * longer does below a tenth of that.
 */
final class Loudness {
  private static final double SHARE = 0.01;
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

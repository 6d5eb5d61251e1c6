package org.edgeflow.core.solver.edge;

import org.edgeflow.core.checkpoint.Fields;
import org.edgeflow.core.checkpoint.Snapshot;
import org.edgeflow.core.flow.OscillatingFlow;
import org.edgeflow.core.flow.State;
import org.edgeflow.core.tensor.Tensor;

/**
 * The phase that a magnitude lacks: with GD's iterate {@code c_k + (−1)^k a_k u_k}, {@code r =
 * |a|}, the sign of a, and the parity of k.
 */
final class SignedAmplitude implements Snapshot.Part {
  private long steps;
  private double sign = 1;

  /** Goes on to the next iteration. */
  void advance() {
    steps++;
  }

  /** k. */
  long steps() {
    return steps;
  }

  /** {@code (−1)^k}. */
  double phase() {
    return steps % 2 == 0 ? 1 : -1;
  }

  /** {@code a_k}. */
  double signed(OscillatingFlow flow, State state) {
    return sign * flow.amplitude(state);
  }

  /**
   * {@code a_k u_k ← δ}; where δ is 0, the direction stays.
   *
   * @param oscillation δ; not modified
   * @param state its direction and magnitude are modified
   */
  void set(Tensor oscillation, OscillatingFlow flow, State state) {
    flow.setOscillation(state, oscillation, sign);
    sign = 1;
  }

  /**
   * {@code a_k ← a_k + (−1)^k o}: takes over an alternation of the centre.
   *
   * @param state its magnitude is modified
   * @param along o, the part of {@code c_k} that alternates along the direction
   */
  void take(double along, OscillatingFlow flow, State state) {
    double amplitude = signed(flow, state) + phase() * along;
    sign = amplitude < 0 ? -1 : 1;
    flow.setMagnitude(state, Math.abs(amplitude));
  }

  @Override
  public void visit(Fields fields) {
    steps = fields.count("steps", steps);
    sign = fields.number("sign", sign);
  }
}

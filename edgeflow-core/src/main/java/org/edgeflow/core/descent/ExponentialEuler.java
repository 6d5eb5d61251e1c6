package org.edgeflow.core.descent;

import org.edgeflow.core.flow.OscillatingFlow;
import org.edgeflow.core.flow.Reading;
import org.edgeflow.core.flow.State;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * A step of an oscillating flow for training: Euler's, but for what Euler's would let grow at a
 * large learning rate.
 *
 * <pre>
 *   centre      c ← c − h η [ ḡ − (1 − φ) (uᵀḡ) u ]      φ = (1 − e^{−hηs}) / (hηs)
 *   direction   u ← (I + hηK) u, to length 1
 *   magnitude   as its control says, otherwise r |ηs − 1|^h
 * </pre>
 *
 * <p>Along u the centre relaxes as the flow's does, at any ηs, and the oscillation stays with the
 * magnitude; across u the step is stable up to {@code hηλ = 2}, λ the second eigenvalue. The
 * direction's step amplifies no eigenvector more than the top one. It costs one evaluation of the
 * flow and what the control evaluates.
 */
final class ExponentialEuler {
  private final OscillatingFlow flow;
  private final State state;
  private final State slope;
  private final MagnitudeControl control;

  /**
   * Steps of a flow.
   *
   * @param state modified by every step
   */
  ExponentialEuler(OscillatingFlow flow, State state, MagnitudeControl control) {
    this.flow = flow;
    this.state = state;
    this.slope = state.like();
    this.control = control;
  }

  /** Takes a step of this length, in iterations. */
  void step(double length) {
    TensorBackend backend = state.backend();
    Reading reading = flow.derivative(state, slope);
    double magnitude =
        control.after(new MagnitudeControl.Point(flow, state, slope, reading), length);
    double travelled = length * Math.max(0, flow.learningRate() * reading.curvature());
    double share = travelled > 0 ? -Math.expm1(-travelled) / travelled : 1;
    Tensor direction = flow.direction(state);
    double along = backend.dot(direction, slope.centre());
    backend.axpy(length, slope.centre(), state.centre());
    backend.axpy(length * (share - 1) * along, direction, state.centre());
    // (I + hηK)u over its part along u: 1 + hηs.
    backend.axpy(length / (1 + travelled), flow.turning(slope), direction);
    flow.setMagnitude(state, magnitude);
    flow.settle(state, length);
  }
}

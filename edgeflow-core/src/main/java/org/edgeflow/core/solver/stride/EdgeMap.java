package org.edgeflow.core.solver.stride;

import org.edgeflow.core.flow.QuietFlow;
import org.edgeflow.core.flow.Reading;
import org.edgeflow.core.flow.State;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * What one iteration changes: {@code F = Φ − 1}, Φ being GD's two-step map in the coordinates of
 * the flow,
 *
 * <pre>
 *   c ← c − ηḡ      u ← (ηK − I)u / ‖(ηK − I)u‖      ln r ← ln r + ln‖(ηK − I)u‖
 * </pre>
 *
 * <p>at the edge and beyond. Below it, {@code ηs < 2}, flat directions would outgrow a decaying
 * oscillation under the map: there {@code u ← u + η(K − s)u}, to length 1. While the oscillation is
 * too small to act, the centre alone moves, {@code c ← c − ηg(c)}.
 */
final class EdgeMap {
  // Where an oscillation decays faster, it is not of this direction, and its rate turns back.
  private static final double LEAST_FACTOR = 0.5;

  private final QuietFlow flow;
  private final State unit;

  EdgeMap(QuietFlow flow, State like) {
    this.flow = flow;
    this.unit = like.like();
  }

  /**
   * F of the whole, for one evaluation of the flow.
   *
   * @param at not modified; its direction may have any length, which counts towards r
   * @param change modified
   * @return what was found there
   */
  Found loud(State at, State change) {
    TensorBackend backend = at.backend();
    unit.set(at);
    Tensor direction = flow.direction(unit);
    double length = backend.norm(direction);
    backend.scale(1 / length, direction);
    flow.setMagnitude(unit, flow.magnitude(at) * length);
    Reading reading = flow.derivative(unit, change);
    double curvature = reading.curvature();
    double factor = flow.learningRate() * curvature - 1;
    Tensor turned = flow.turning(change);
    double turning = backend.norm(turned);
    backend.combine(1, direction, 1 / Math.max(1, factor), turned, turned);
    double stretch = backend.norm(turned);
    backend.combine(1 / stretch, turned, -1, direction, turned);
    double growth = Math.log(Math.max(LEAST_FACTOR, factor) * stretch);
    flow.setGrowth(change, growth);
    double magnitude = flow.magnitude(unit);
    // dL_sym/dt = ḡ·ċ + r² ( s ρ + ‖(K − s)u‖² η )
    double rise =
        magnitude * magnitude * (curvature * growth + turning * turning / flow.learningRate());
    return new Found(reading.predictedLoss(), fall(change) + rise, curvature);
  }

  private double fall(State change) {
    double length = change.backend().norm(change.centre());
    return -length * length / flow.learningRate();
  }

  /** F of the centre alone, for one gradient; the other blocks do not move. */
  Found quiet(State at, State change) {
    change.clear();
    double loss = flow.quietDrift(at.centre(), change.centre());
    return new Found(loss, fall(change), Double.NaN);
  }

  /**
   * What was found beside F.
   *
   * @param loss L_sym, or L where nothing oscillates
   * @param lossSlope its rate of change along F, per iteration
   * @param curvature s; NaN where nothing oscillates
   */
  record Found(double loss, double lossSlope, double curvature) {}
}

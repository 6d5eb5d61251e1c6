package org.edgeflow.core.descent;

import org.edgeflow.core.checkpoint.Fields;
import org.edgeflow.core.checkpoint.Snapshot;
import org.edgeflow.core.flow.OscillatingFlow;
import org.edgeflow.core.flow.Reading;
import org.edgeflow.core.flow.State;

/** What decides the magnitude after a step, given where the step starts. */
sealed interface MagnitudeControl extends Snapshot.Part
    permits MagnitudeControl.Free,
        MagnitudeControl.Damped,
        MagnitudeControl.Clipped,
        HeldMagnitude {

  /**
   * Where a step starts, evaluated.
   *
   * @param state not modified
   * @param slope the flow's derivative there; not modified
   * @param reading what came with it
   */
  record Point(OscillatingFlow flow, State state, State slope, Reading reading) {

    double magnitude() {
      return flow.magnitude(state);
    }

    /** ηs. */
    double scaledCurvature() {
      return flow.learningRate() * reading.curvature();
    }

    /** {@code r e^{hρ}} at the rate of another scaled curvature, {@code ρ = ln|ηs − 1|}. */
    double grown(double scaledCurvature, double length) {
      return magnitude() * Math.pow(Math.abs(scaledCurvature - 1), length);
    }

    /** What a magnitude that is steered does not fall below. */
    double resolved() {
      return least(flow, state);
    }
  }

  /** A magnitude that differences of gradients resolve, and will after the next step. */
  static double least(OscillatingFlow flow, State state) {
    return 2 * flow.resolution(state);
  }

  /** The magnitude after a step of this length, in iterations. */
  double after(Point point, double length);

  /** Whether the magnitude is steered, and so has to be one that gradients resolve. */
  default boolean steers() {
    return false;
  }

  @Override
  default void visit(Fields fields) {}

  /** The flow's own magnitude. */
  record Free() implements MagnitudeControl {
    @Override
    public double after(Point point, double length) {
      return point.grown(point.scaledCurvature(), length);
    }
  }

  /**
   * The magnitude grows at the rate of the sharpness that is coming, {@code s + τ ds/dt}. About the
   * edge, {@code y = s − 2/η} and {@code ln r} turn about each other; this takes the energy out of
   * their loop.
   */
  final class Damped implements MagnitudeControl {
    private final double ahead;
    private double before = Double.NaN;

    /**
     * Damping.
     *
     * @param ahead τ, in iterations
     */
    Damped(double ahead) {
      this.ahead = ahead;
    }

    @Override
    public double after(Point point, double length) {
      double now = point.scaledCurvature();
      double rate = Double.isNaN(before) ? 0 : (now - before) / length;
      before = now;
      // A sharpness that rushes down must not be foreseen beyond where nothing oscillates.
      double foreseen =
          Math.max(1 + point.state().centre().dataType().epsilon(), now + ahead * rate);
      return Math.max(point.resolved(), point.grown(foreseen, length));
    }

    @Override
    public boolean steers() {
      return true;
    }

    @Override
    public void visit(Fields fields) {
      before = fields.number("scaled_curvature_before", before);
    }
  }

  /**
   * The flow's own magnitude, as long as what it adds to the loss, {@code ½ s r²}, is no more than
   * a share of it.
   *
   * @param share of the loss at the centre
   */
  record Clipped(double share) implements MagnitudeControl {
    @Override
    public double after(Point point, double length) {
      double grown = point.grown(point.scaledCurvature(), length);
      double curvature = point.reading().curvature();
      double magnitude = point.magnitude();
      double loss = point.reading().predictedLoss() - 0.5 * curvature * magnitude * magnitude;
      return curvature > 0 && loss > 0
          ? Math.min(grown, Math.sqrt(2 * share * loss / curvature))
          : grown;
    }
  }
}

package org.edgeflow.core.solver.rungekutta;

import org.edgeflow.core.checkpoint.Fields;
import org.edgeflow.core.checkpoint.Snapshot;
import org.edgeflow.core.flow.Flow;
import org.edgeflow.core.flow.Reading;
import org.edgeflow.core.flow.State;

/** The slope where a step begins, as long as it is known, and what was read there. */
final class FirstSlope implements Snapshot.Part {
  private State slope;
  private Reading reading;

  FirstSlope(State like) {
    slope = like.like();
  }

  /** Evaluates it, unless it is known. */
  Reading at(Flow flow, State state) {
    if (reading == null) {
      reading = flow.derivative(state, slope);
    }
    return reading;
  }

  /** Where it is evaluated into; live. */
  State slope() {
    return slope;
  }

  /** What was known belongs to another place. */
  void forget() {
    reading = null;
  }

  /**
   * Takes another slope for it.
   *
   * @param other from now on this one's
   * @param there what was read with it
   * @return room for another, in exchange
   */
  State replace(State other, Reading there) {
    State room = slope;
    slope = other;
    reading = there;
    return room;
  }

  @Override
  public void visit(Fields fields) {
    boolean known = fields.flag("known", reading != null);
    if (!known) {
      reading = null;
      return;
    }
    slope.visit(fields);
    double[] values = reading == null ? new double[6] : values(reading);
    fields.elements("reading", values);
    reading = new Reading(values[0], values[1], values[2], values[3], values[4], values[5]);
  }

  private static double[] values(Reading reading) {
    return new double[] {
      reading.loss(),
      reading.predictedLoss(),
      reading.curvature(),
      reading.potential(),
      reading.centreSlope(),
      reading.oscillationSlope()
    };
  }
}

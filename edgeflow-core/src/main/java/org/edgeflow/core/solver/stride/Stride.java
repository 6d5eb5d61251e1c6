package org.edgeflow.core.solver.stride;

import org.edgeflow.core.checkpoint.Fields;
import org.edgeflow.core.checkpoint.Snapshot;
import org.edgeflow.core.flow.QuietFlow;
import org.edgeflow.core.flow.Reading;
import org.edgeflow.core.flow.State;

/**
 * A step of n iterations and the path between its ends: Hermite's cubic through both, with the
 * slopes of the smooth path through the map's iterates, {@code F − ½ F'F ≈ F − (F_1 − F_0)/(2n)}.
 */
final class Stride implements Snapshot.Part {
  private final QuietFlow flow;
  private final End start;
  private final End end;
  private final State between;
  private double[] magnitudes = new double[0];
  private double bend;
  private int length;
  private int stop;
  private int at;

  /** One end: the state, F there, and what was read with it. */
  static final class End implements Snapshot.Part {
    final State state;
    final State change;
    double loss = Double.NaN;
    double lossSlope = Double.NaN;
    double curvature = Double.NaN;
    boolean evaluated;

    End(State like) {
      state = like.like();
      change = like.like();
    }

    private void set(End other) {
      state.set(other.state);
      change.set(other.change);
      loss = other.loss;
      lossSlope = other.lossSlope;
      curvature = other.curvature;
      evaluated = other.evaluated;
    }

    @Override
    public void visit(Fields fields) {
      state.visit(fields);
      fields.part("change", change);
      loss = fields.number("loss", loss);
      lossSlope = fields.number("loss_slope", lossSlope);
      curvature = fields.number("curvature", curvature);
      evaluated = fields.flag("evaluated", evaluated);
    }
  }

  Stride(QuietFlow flow, State first) {
    this.flow = flow;
    this.start = new End(first);
    this.end = new End(first);
    this.between = first.like();
    end.state.set(first);
  }

  End start() {
    return start;
  }

  End end() {
    return end;
  }

  int length() {
    return length;
  }

  boolean finished() {
    return at == stop;
  }

  /** The next stride starts where this one stops. */
  void turnOver() {
    if (stop == length) {
      start.set(end);
    } else {
      double loss = loss(stop);
      place(stop, between);
      start.curvature = curvature(stop);
      start.state.set(between);
      start.loss = loss;
      start.evaluated = false;
    }
  }

  /**
   * The end is where it belongs.
   *
   * @param taken n
   * @param bend of s: half its second derivative
   * @param given r after each iteration from the start on; none: the cubic's
   */
  void complete(int taken, double bend, double... given) {
    this.bend = bend;
    length = taken;
    stop = taken;
    at = 0;
    magnitudes = given;
  }

  /** Ends the stride before its end. */
  void stopAfter(int iterations) {
    stop = iterations;
  }

  /**
   * Goes on by an iteration.
   *
   * @param now modified: where that leads
   * @return what is known where it started
   */
  Reading advance(State now) {
    Reading reading = new Reading(Double.NaN, loss(at), curvature(at));
    at++;
    place(at, now);
    return reading;
  }

  /** Where it stands. */
  void place(State now) {
    place(at, now);
  }

  private void place(int iteration, State out) {
    out.set(end.state);
    if (iteration == length) {
      return;
    }
    double x = (double) iteration / length;
    double bend0 = x * (1 - x) * (1 - x);
    double bend1 = x * x * (x - 1);
    double share = x * x * (3 - 2 * x);
    // out = end + (1 − share)(start − end), and both slopes.
    out.add(share - 1, end.state);
    out.add(1 - share, start.state);
    out.add(bend0 * (length + 0.5) + 0.5 * bend1, start.change);
    out.add(bend1 * (length - 0.5) - 0.5 * bend0, end.change);
    out.backend().scale(1 / out.backend().norm(flow.direction(out)), flow.direction(out));
    if (magnitudes.length > 0) {
      flow.setMagnitude(out, magnitudes[iteration]);
    }
  }

  /** The predicted loss after some of its iterations. */
  double loss(int iteration) {
    double x = length == 0 ? 0 : (double) iteration / length;
    if (x == 0) {
      return start.loss;
    }
    double share = x * x * (3 - 2 * x);
    double bend0 = x * (1 - x) * (1 - x);
    double bend1 = x * x * (x - 1);
    return (1 - share) * start.loss
        + share * end.loss
        + length * (bend0 * start.lossSlope + bend1 * end.lossSlope);
  }

  /** s after some of its iterations. */
  double curvature(int iteration) {
    double x = length == 0 ? 0 : (double) iteration / length;
    double even = (1 - x) * start.curvature + x * end.curvature;
    return even + bend * iteration * (iteration - length);
  }

  @Override
  public void visit(Fields fields) {
    fields.part("start", start);
    fields.part("end", end);
    magnitudes = fields.numbers("magnitudes", magnitudes);
    bend = fields.number("bend", bend);
    length = fields.count("length", length);
    stop = fields.count("stop", stop);
    at = fields.count("at", at);
  }
}

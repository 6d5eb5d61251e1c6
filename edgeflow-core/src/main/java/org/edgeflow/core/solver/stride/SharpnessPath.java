package org.edgeflow.core.solver.stride;

import org.edgeflow.core.checkpoint.Fields;
import org.edgeflow.core.checkpoint.Snapshot;

/**
 * s between the ends of a step, by Newton's divided differences over its own ends and the start of
 * the step before: {@code s(k) = s_0 + k s[0,n] + k(k − n) s[−m,0,n]} after k of n iterations.
 */
final class SharpnessPath implements Snapshot.Part {
  private double from;
  private double slope;
  private double bend;
  private int length;

  /**
   * Goes on by a step.
   *
   * @param start s_0
   * @param end s_n
   * @param taken n, of iterations
   * @return what the sum of s over the step would be wrong by without the second difference; 0 for
   *     the first of several, which has none
   */
  double extend(double start, double end, int taken) {
    double rise = (end - start) / taken;
    double missed = 0;
    double turn = 0;
    if (length > 0) {
      turn = (rise - slope) / (taken + length);
      missed = Math.abs(turn) * taken * taken * taken / 6;
    }
    from = start;
    slope = rise;
    bend = turn;
    length = taken;
    return missed;
  }

  /** s after some iterations of the latest step. */
  double at(int iteration) {
    return from + iteration * (slope + bend * (iteration - length));
  }

  /** How fast s has risen over the latest step, per iteration; 0 before the first. */
  double rise() {
    return slope;
  }

  /** Half the second derivative of s in the latest step. */
  double bend() {
    return bend;
  }

  /** The next step does not go on from the latest one's end; how fast s rises is kept. */
  void forget() {
    bend = 0;
    length = 0;
  }

  @Override
  public void visit(Fields fields) {
    from = fields.number("from", from);
    slope = fields.number("slope", slope);
    bend = fields.number("bend", bend);
    length = fields.count("length", length);
  }
}

package org.edgeflow.baselines.central;

import org.edgeflow.core.checkpoint.Fields;
import org.edgeflow.core.checkpoint.Snapshot;

/**
 * At which steps the critical directions are searched for anew: at the first of every iteration and
 * at every n-th within it, where n = 1, 2, 4, … doubles up to a limit as long as searches find the
 * critical eigenvalues where they were carried in between, and falls back to 1 where they do not:
 * where one is off by more than {@link #SURPRISE}, or their number has changed; and while there is
 * none, where twice the last change would make the largest critical. A step that takes several
 * evaluations (the stages of a Runge–Kutta method) searches at each of them.
 *
 * <p>Eigenvalues are relative to the edge.
 */
final class SearchInterval implements Snapshot.Part {
  /** How far off a carried eigenvalue may be. */
  static final double SURPRISE = 1e-4;

  /** An iteration made of steps is over when rounding alone is missing. */
  private static final double ROUNDING = 1e-9;

  private final int longest;
  private int interval = 1;
  private int step;
  private double elapsed;
  private int evaluations;
  private boolean staged;
  private double[] carried = {};
  private double largest = Double.NaN;

  /**
   * Begins with a search at every step.
   *
   * @param longest the limit; 1: a search at every evaluation
   */
  SearchInterval(int longest) {
    this.longest = longest;
  }

  /** An evaluation: whether it is to search. */
  boolean due() {
    evaluations++;
    return staged || evaluations > 1 || step % interval == 0;
  }

  /**
   * A search has found eigenvalues.
   *
   * @param critical those from the floor on, in descending order
   * @param leading the largest, critical or not
   * @param floor from where on they are critical
   */
  void found(double[] critical, double leading, double floor) {
    boolean cameTrue = critical.length == carried.length;
    for (int i = 0; cameTrue && i < critical.length; i++) {
      cameTrue = Math.abs(critical[i] - carried[i]) <= SURPRISE;
    }
    if (critical.length == 0) {
      cameTrue &= leading + 2 * Math.abs(leading - largest) < floor;
    }
    interval = cameTrue ? Math.min(longest, 2 * interval) : 1;
    largest = leading;
    carried = critical;
  }

  /**
   * A step is over.
   *
   * @param length in iterations
   * @param eigenvalues where the critical ones were carried, in descending order
   */
  void advance(double length, double[] eigenvalues) {
    carried = eigenvalues;
    staged = evaluations > 1;
    evaluations = 0;
    step++;
    elapsed += length;
    if (elapsed > 1 - ROUNDING) {
      step = 0;
      elapsed = 0;
    }
  }

  /** The largest eigenvalue at the last step, found or carried. */
  double leading() {
    return carried.length > 0 ? carried[0] : largest;
  }

  @Override
  public void visit(Fields fields) {
    interval = fields.count("interval", interval);
    staged = fields.flag("staged", staged);
    carried = fields.numbers("carried", carried);
    largest = fields.number("largest", largest);
    if (fields.restoring()) {
      // A run goes on between two iterations.
      step = 0;
      elapsed = 0;
      evaluations = 0;
    }
  }
}

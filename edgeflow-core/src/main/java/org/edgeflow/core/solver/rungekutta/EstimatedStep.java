package org.edgeflow.core.solver.rungekutta;

import org.edgeflow.core.checkpoint.Snapshot;
import org.edgeflow.core.flow.Flow;
import org.edgeflow.core.flow.Reading;
import org.edgeflow.core.flow.State;

/**
 * One step of a method that knows about what it errs by. It remembers the slope where it begins, so
 * that a step tried again costs no evaluation there.
 */
interface EstimatedStep extends Snapshot.Part {

  /** The power of the step's length with which the estimate falls. */
  int power();

  /**
   * Takes a step.
   *
   * @param from not modified; where the attempt before began, or what has become of where it led
   * @param length how long, in iterations
   * @param to modified: where it leads
   * @param error modified: the estimate
   * @return the reading at {@code from}
   */
  Reading attempt(Flow flow, State from, double length, State to, State error);

  /**
   * The last attempt's end is where the next one begins.
   *
   * @param keepsSlopes whether the slope at the end is still true, so that a method that knows it
   *     need not evaluate it again
   */
  void accept(boolean keepsSlopes);
}

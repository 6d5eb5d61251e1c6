package org.edgeflow.core.solver.rungekutta;

import org.edgeflow.core.flow.Flow;
import org.edgeflow.core.flow.Reading;
import org.edgeflow.core.flow.State;

/** One step of a method that knows about what it errs by. */
interface EstimatedStep {

  /** The power of the step's length with which the estimate falls. */
  int power();

  /**
   * Takes a step.
   *
   * @param from not modified
   * @param length how long, in iterations
   * @param to modified: where it leads
   * @param error modified: the estimate
   * @return the reading at {@code from}
   */
  Reading attempt(Flow flow, State from, double length, State to, State error);
}

package org.edgeflow.core.solver;

import org.edgeflow.core.flow.Flow;
import org.edgeflow.core.flow.State;

/** How a flow is advanced: an immutable value that starts steppers. */
public interface Solver {

  /**
   * Starts at a state.
   *
   * @param state from now on the stepper's
   * @throws IllegalArgumentException if this solver cannot advance this flow
   */
  Stepper start(Flow flow, State state);
}

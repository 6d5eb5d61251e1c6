package org.edgeflow.core.solver;

import org.edgeflow.core.checkpoint.Snapshot;
import org.edgeflow.core.flow.Reading;
import org.edgeflow.core.flow.State;

/** A flow on its way, one GD iteration at a time. */
public interface Stepper extends Snapshot.Part {

  /** Where it stands; live, not to be modified by others. */
  State state();

  /**
   * Advances by one GD iteration.
   *
   * @return the reading at the state that the step started from
   */
  Reading step();
}

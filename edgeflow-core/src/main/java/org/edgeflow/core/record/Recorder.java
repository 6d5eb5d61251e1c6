package org.edgeflow.core.record;

/** Takes the rows of a run's trajectories as they come. */
public interface Recorder {

  /**
   * Takes a row.
   *
   * @param trajectory the name of a {@link Trajectory}
   * @param values one for each column, NaN for a value not taken; the caller reuses the array
   */
  void row(String trajectory, double[] values);
}

package org.edgeflow.core.record;

/** Takes the rows of a run's trajectories as they come. */
@FunctionalInterface
public interface Recorder {

  /**
   * Takes a row.
   *
   * @param row its owner fills it again for the next step: what is to be kept is copied
   */
  void row(Row row);
}

package org.edgeflow.cli.grid.work;

import java.util.List;
import org.edgeflow.cli.console.EnvironmentException;

/** Where runs are carried out, ready for work. */
public interface Site extends AutoCloseable {

  /** How many runs at a time and on what, as a part of a sentence. */
  String description();

  /** How many runs at a time. */
  int atATime();

  /** Somebody to carry out so many runs. */
  RunExecutor executor(WorkOrder order, int runs);

  /**
   * Brings together what the finished runs of a grid computed, where this site does that.
   *
   * @return lines for the person that say where it is
   * @throws EnvironmentException if it cannot be written
   */
  default List<String> gather(List<FinishedRun> runs) {
    return List.of();
  }

  @Override
  default void close() {}
}

package org.edgeflow.cli.grid.work;

import java.util.List;
import org.edgeflow.cli.console.EnvironmentException;

/** Whoever brings many runs to their ends: processes of this machine, or a cluster. */
public interface RunExecutor {

  /**
   * Works until every run has ended, in whatever way.
   *
   * @param indices of the runs
   * @return whether all have ended; otherwise the person stopped it
   * @throws EnvironmentException if nothing is there that could carry out a run
   */
  boolean work(List<Integer> indices);
}

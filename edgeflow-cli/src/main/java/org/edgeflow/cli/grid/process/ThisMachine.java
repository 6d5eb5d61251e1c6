package org.edgeflow.cli.grid.process;

import org.edgeflow.cli.grid.work.RunExecutor;
import org.edgeflow.cli.grid.work.Site;
import org.edgeflow.cli.grid.work.WorkOrder;

/**
 * Processes of this machine.
 *
 * @param jobs how many at most
 * @param threads of each
 */
public record ThisMachine(int jobs, int threads) implements Site {

  /** As many processes of so many threads as the processors have room for. */
  public static ThisMachine whole(int threads) {
    return new ThisMachine(
        Math.max(1, Runtime.getRuntime().availableProcessors() / threads), threads);
  }

  @Override
  public String description() {
    return jobs + " at a time on " + threads + (threads == 1 ? " thread each" : " threads each");
  }

  @Override
  public int atATime() {
    return jobs;
  }

  @Override
  public RunExecutor executor(WorkOrder order, int runs) {
    return new Workforce(Math.min(jobs, Math.max(1, runs)), threads, order);
  }
}

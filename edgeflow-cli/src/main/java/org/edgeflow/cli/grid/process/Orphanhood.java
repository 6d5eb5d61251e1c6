package org.edgeflow.cli.grid.process;

import java.util.concurrent.TimeUnit;
import org.edgeflow.cli.console.StopRequest;

/**
 * The end of a worker's input as a request to stop. A process that has not ended some seconds later
 * ends at once: nobody waits for it, and its directory is wanted.
 */
final class Orphanhood implements StopRequest {
  /** What a step may take to end by itself. */
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(5);

  /** And then the checkpoint. */
  private static final long LAST_MILLIS = TimeUnit.SECONDS.toMillis(12);

  /** A process that a parent's death ended, as a shell has it for an interrupted one. */
  private static final int INTERRUPTED = 130;

  private volatile boolean begun;
  private volatile long begunAt;

  /** There is nobody any more who could ask for anything. */
  void begin() {
    begunAt = System.nanoTime();
    begun = true;
    Thread last =
        new Thread(
            () -> {
              try {
                Thread.sleep(LAST_MILLIS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              Runtime.getRuntime().halt(INTERRUPTED);
            },
            "orphan");
    last.setDaemon(true);
    last.start();
  }

  @Override
  public boolean requested() {
    return begun;
  }

  @Override
  public boolean overdue() {
    return begun && System.nanoTime() - begunAt > PATIENCE;
  }
}

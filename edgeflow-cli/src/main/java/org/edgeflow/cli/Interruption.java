package org.edgeflow.cli;

import java.util.concurrent.CountDownLatch;
import org.edgeflow.cli.command.ExitCode;
import org.edgeflow.cli.run.StopRequest;

/**
 * Ctrl-C and SIGTERM as a request to stop at the next step boundary. The JVM answers these signals
 * by running its shutdown hooks; this hook waits until the run has saved its checkpoint, and ends
 * the process itself.
 */
final class Interruption implements StopRequest {
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean requested;
  private volatile boolean attended;
  private volatile int exitCode = ExitCode.INTERRUPTED;

  private Interruption() {}

  static Interruption listen() {
    Interruption interruption = new Interruption();
    Runtime.getRuntime()
        .addShutdownHook(new Thread(interruption::onShutdown, "edgeflow-interruption"));
    return interruption;
  }

  private void onShutdown() {
    requested = true;
    if (!attended) {
      return;
    }
    try {
      ended.await();
    } catch (InterruptedException e) {
      // Nobody interrupts this thread; if so, there is nothing to wait for.
    }
    // The JVM would end with the signal's own code.
    Runtime.getRuntime().halt(exitCode);
  }

  @Override
  public boolean requested() {
    return requested;
  }

  @Override
  public void attend() {
    attended = true;
  }

  /** Everything is saved and said. */
  void end(int code) {
    exitCode = code;
    ended.countDown();
  }
}

package org.edgeflow.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.edgeflow.cli.console.ExitCode;
import org.edgeflow.cli.console.StopRequest;
import sun.misc.Signal;

/**
 * Ctrl-C and SIGTERM. The first asks the run to stop at the next step boundary, where it saves a
 * checkpoint; a step that is not over by then after a few seconds is to be abandoned. The second
 * ends the process at once. Where there is nothing to save, the first does.
 *
 * <p>Shutdown hooks, which the JVM would run, cannot do that: while they run it answers no signal.
 */
final class Interruption implements StopRequest {
  private static final String[] SIGNALS = {"INT", "TERM", "HUP"};

  /** What a step may take to end by itself; those who send SIGKILL next wait 10 s or more. */
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(5);

  private static final long SILENCE_MILLIS = 1000;

  /** A shell's word for a process that a signal ended, to which the signal's number is added. */
  private static final int BY_SIGNAL = 128;

  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile Supplier<String> kept;
  private volatile boolean requested;
  private volatile long requestedAt;

  private Interruption() {}

  static Interruption listen() {
    Interruption interruption = new Interruption();
    for (String name : SIGNALS) {
      try {
        Signal.handle(new Signal(name), interruption::receive);
      } catch (IllegalArgumentException e) {
        // This system has no such signal, or the JVM was told to leave it alone.
      }
    }
    return interruption;
  }

  private void receive(Signal signal) {
    if (kept == null) {
      System.exit(BY_SIGNAL + signal.getNumber());
    }
    synchronized (this) {
      if (requested) {
        System.err.println("edgeflow: ended at once; " + kept.get());
        System.err.flush();
        Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
      }
      requestedAt = System.nanoTime();
      requested = true;
    }
    try {
      if (!ended.await(SILENCE_MILLIS, TimeUnit.MILLISECONDS)) {
        System.err.println("edgeflow: stopping at the end of this step; again, to end at once");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean requested() {
    return requested;
  }

  @Override
  public boolean overdue() {
    return requested && System.nanoTime() - requestedAt > PATIENCE;
  }

  @Override
  public void attend(Supplier<String> kept) {
    this.kept = kept;
  }

  /** Everything is saved and said. */
  void end() {
    ended.countDown();
  }
}

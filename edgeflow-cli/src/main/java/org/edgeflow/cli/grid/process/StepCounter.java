package org.edgeflow.cli.grid.process;

import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.edgeflow.cli.console.StopRequest;

/**
 * Two requests to stop as one, which is asked after every step and therefore knows how many there
 * have been.
 */
final class StepCounter implements StopRequest {
  private static final long INTERVAL = TimeUnit.MILLISECONDS.toNanos(500);

  private final StopRequest person;
  private final StopRequest parent;
  private final LongConsumer progress;
  private long steps;
  private long next = System.nanoTime() + INTERVAL;

  /**
   * Counts from 0.
   *
   * @param progress told of the steps, twice a second
   */
  StepCounter(StopRequest person, StopRequest parent, LongConsumer progress) {
    this.person = person;
    this.parent = parent;
    this.progress = progress;
  }

  @Override
  public boolean requested() {
    steps++;
    long now = System.nanoTime();
    if (now - next >= 0) {
      next = now + INTERVAL;
      progress.accept(steps);
    }
    return person.requested() || parent.requested();
  }

  @Override
  public boolean overdue() {
    return person.overdue() || parent.overdue();
  }

  @Override
  public void attend(Supplier<String> kept) {
    person.attend(kept);
  }
}

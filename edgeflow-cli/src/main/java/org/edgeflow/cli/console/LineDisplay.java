package org.edgeflow.cli.console;

import java.util.Locale;
import java.util.function.LongSupplier;
import org.edgeflow.core.experiment.Progress;
import org.edgeflow.core.optimizer.UpdateRule;

/** A line every five seconds, for logs. */
final class LineDisplay implements ProgressDisplay {
  private static final long INTERVAL = 5_000_000_000L;

  private final Console console;
  private final UpdateRule rule;
  private final long firstStep;
  private final LongSupplier nanoseconds;
  private final long start;
  private long next;

  LineDisplay(Console console, UpdateRule rule, long firstStep, LongSupplier nanoseconds) {
    this.console = console;
    this.rule = rule;
    this.firstStep = firstStep;
    this.nanoseconds = nanoseconds;
    this.start = nanoseconds.getAsLong();
    this.next = start + INTERVAL;
  }

  @Override
  public void show(Progress progress) {
    long now = nanoseconds.getAsLong();
    if (now - next < 0) {
      return;
    }
    next = now + INTERVAL;
    double perStep = (now - start) / 1e9 / (progress.step() - firstStep + 1);
    console.problem(
        "step "
            + progress.step()
            + "/"
            + progress.steps()
            + "  "
            + ProgressDisplay.text(progress, rule)
            + threshold(progress)
            + "  ETA "
            + Eta.of(Math.round(perStep * (progress.steps() - progress.step()))));
  }

  private String threshold(Progress progress) {
    return Double.isNaN(progress.sharpness())
        ? ""
        : String.format(Locale.ROOT, " (%s = %.4g)", rule.thresholdFormula(), rule.threshold());
  }
}

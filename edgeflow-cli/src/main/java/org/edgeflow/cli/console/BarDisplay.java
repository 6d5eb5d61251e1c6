package org.edgeflow.cli.console;

import java.time.Duration;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.edgeflow.core.experiment.Progress;
import org.edgeflow.core.optimizer.UpdateRule;

/** A bar that is drawn again in place, for terminals. */
final class BarDisplay implements ProgressDisplay {
  private static final long MESSAGE_INTERVAL = 100_000_000L;

  private final Console console;
  private final UpdateRule rule;
  private final ProgressBar bar;
  private long nextMessage = System.nanoTime();

  BarDisplay(Console console, UpdateRule rule, long firstStep, long steps) {
    this.console = console;
    this.rule = rule;
    this.bar =
        new ProgressBarBuilder()
            .setTaskName("")
            .setStyle(ProgressBarStyle.UNICODE_BLOCK)
            .setInitialMax(steps)
            .setUpdateIntervalMillis(200)
            .startsFrom(firstStep, Duration.ZERO)
            .setConsumer(
                new DelegatingProgressBarConsumer(this::draw, Math.max(40, console.width() - 1)))
            .build();
  }

  private void draw(String line) {
    console.err().print("\r" + line);
    console.err().flush();
  }

  @Override
  public void show(Progress progress) {
    bar.stepTo(progress.step());
    long now = System.nanoTime();
    if (now - nextMessage >= 0 || progress.step() == progress.steps()) {
      nextMessage = now + MESSAGE_INTERVAL;
      bar.setExtraMessage(" " + ProgressDisplay.text(progress, rule));
    }
  }

  @Override
  public void close() {
    bar.close();
    console.err().println();
    console.err().flush();
  }
}

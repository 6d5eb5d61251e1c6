package org.edgeflow.cli.run;

import org.edgeflow.core.experiment.Progress;

/** Shows where a run stands. */
interface ProgressDisplay extends AutoCloseable {

  /**
   * What suits the console.
   *
   * @param quiet whether to show nothing
   * @param threshold {@code 2/η}
   */
  static ProgressDisplay of(
      Console console, boolean quiet, double threshold, long firstStep, long steps) {
    if (quiet) {
      return progress -> {};
    }
    return console.terminal()
        ? new BarDisplay(console, firstStep, steps)
        : new LineDisplay(console, threshold, firstStep, System::nanoTime);
  }

  /** Called after every step. */
  void show(Progress progress);

  @Override
  default void close() {}
}

package org.edgeflow.cli.console;

import java.util.Locale;
import org.edgeflow.core.experiment.Progress;
import org.edgeflow.core.optimizer.Scaling;
import org.edgeflow.core.optimizer.UpdateRule;

/** Shows where a run stands. */
public interface ProgressDisplay extends AutoCloseable {

  /**
   * What suits the console.
   *
   * @param quiet whether to show nothing
   * @param rule the optimizer, whose threshold is shown beside its sharpness
   */
  static ProgressDisplay of(
      Console console, boolean quiet, UpdateRule rule, long firstStep, long steps) {
    if (quiet) {
      return progress -> {};
    }
    return console.terminal()
        ? new BarDisplay(console, rule, firstStep, steps)
        : new LineDisplay(console, rule, firstStep, System::nanoTime);
  }

  /** Loss and sharpness; with a preconditioner the sharpness is the one that the optimizer sees. */
  static String text(Progress progress, UpdateRule rule) {
    return String.format(Locale.ROOT, "loss %.4g", progress.loss())
        + (Double.isNaN(progress.sharpness())
            ? ""
            : String.format(
                Locale.ROOT,
                "  %ssharpness %.4g",
                rule.scaling().kind() == Scaling.Kind.NONE ? "" : "effective ",
                progress.sharpness()));
  }

  /** Called after every step. */
  void show(Progress progress);

  @Override
  default void close() {}
}

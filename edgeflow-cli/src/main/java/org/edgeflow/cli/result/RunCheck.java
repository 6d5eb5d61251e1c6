package org.edgeflow.cli.result;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.edgeflow.core.finding.Figure;
import org.edgeflow.core.optimizer.UpdateRule;
import org.edgeflow.core.record.Column;
import org.edgeflow.core.record.Format;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.settings.Excerpt;

/** What every sound run has: figures that can be figures, and the rows that its outcomes imply. */
final class RunCheck {
  private static final Set<String> OUTCOMES = Set.of("completed", "diverged", "stopped");

  /** Columns whose values are lengths or times. */
  private static final Set<String> NEVER_NEGATIVE =
      Set.of("oscillation", "magnitude", "center_error", "relative_center_error", "seconds");

  private final RunSummary summary;
  private final List<String> problems = new ArrayList<>();

  private RunCheck(RunSummary summary) {
    this.summary = summary;
  }

  /**
   * Looks at the figures of a summary.
   *
   * @param file which it was read from
   * @param remedy a sentence that ends every message
   * @throws ConfigException with everything that cannot be
   */
  static void figures(RunSummary summary, Path file, String remedy) {
    RunCheck check = new RunCheck(summary);
    check.numbers();
    check.names();
    for (int i = 0; i < summary.all().size(); i++) {
      check.figures(summary.all().get(i));
    }
    if (!check.problems.isEmpty()) {
      throw new ConfigException(
          check.problems.stream().map(each -> file + ": " + each + ". " + remedy).toList());
    }
  }

  private void numbers() {
    count("'steps'", summary.steps());
    length("'learning_rate'", summary.learningRate());
    length("'threshold'", summary.threshold());
    double expected = UpdateRule.gradientDescent(summary.learningRate()).threshold();
    if (summary.isGradientDescent()
        && Math.abs(summary.threshold() - expected) > 1e-12 * expected) {
      problems.add(
          "'threshold' is "
              + summary.threshold()
              + ", but 2/η is "
              + expected
              + " for the 'learning_rate' "
              + summary.learningRate());
    }
  }

  private void names() {
    Set<String> taken = new HashSet<>();
    for (ModelResult result : summary.all()) {
      if (!taken.add(result.name().toLowerCase(Locale.ROOT))) {
        problems.add("'models' lists '" + Excerpt.of(result.name()) + "' twice");
      }
    }
  }

  private void figures(ModelResult result) {
    String of = " of '" + Excerpt.of(result.name()) + "'";
    if (!OUTCOMES.contains(result.outcome())) {
      problems.add(
          "'outcome'"
              + of
              + " is '"
              + Excerpt.of(result.outcome())
              + "', expected completed, diverged or stopped");
    }
    for (Figure figure : Figure.values()) {
      String what = "'" + figure.key() + "'" + of;
      if (figure.format() == Format.COUNT) {
        count(what, result.get(figure));
      } else if (!figure.signed()) {
        length(what, result.get(figure));
      }
    }
    if (result.get(Figure.STEPS) > summary.steps()
        || result.get(Figure.ONSET_STEP) > summary.steps()) {
      problems.add(
          "'steps' or 'onset_step'" + of + " is beyond the run's " + (long) summary.steps());
    }
    if (Double.isNaN(result.get(Figure.STEPS))) {
      problems.add("'steps'" + of + " is missing, expected an integer");
    }
  }

  private void count(String what, double value) {
    if (value < 0 || value != Math.rint(value) && !Double.isNaN(value) || value > 1e18) {
      problems.add(what + " is " + value + ", expected an integer, 0 or more");
    }
  }

  private void length(String what, double value) {
    if (value < 0 || Double.isInfinite(value)) {
      problems.add(what + " is " + value + ", expected a finite number, 0 or more");
    }
  }

  /**
   * Looks at a trajectory beside what the summary says of it.
   *
   * @param every the run recorded each so many steps
   * @throws ConfigException naming the file, and the line where there is one
   */
  static void rows(
      Path file, Trajectory trajectory, ModelResult result, long every, String remedy) {
    double[] steps = trajectory.values(Column.STEP.key());
    for (int i = 0; i < steps.length; i++) {
      if (steps[i] != (double) i * every) {
        throw new ConfigException(
            file
                + ":"
                + (i + 2)
                + ": the row is of step "
                + (long) steps[i]
                + ", expected "
                + i * every
                + (every == 1 ? "" : ", recording every " + every + " steps")
                + ". "
                + remedy);
      }
    }
    long reached = (long) result.get(Figure.STEPS);
    long whole = reached / every + 1;
    // What ends a trajectory early may do so before or after that step's row.
    boolean sound =
        result.completed()
            ? steps.length == whole
            : steps.length == whole || steps.length == (reached + every - 1) / every;
    if (!sound) {
      throw new ConfigException(
          file
              + ": it has "
              + steps.length
              + " rows, expected "
              + whole
              + ": '"
              + Excerpt.of(result.name())
              + "' "
              + result.outcome()
              + " at step "
              + reached
              + ". "
              + remedy);
    }
    signs(file, trajectory, remedy);
  }

  private static void signs(Path file, Trajectory trajectory, String remedy) {
    for (String column : trajectory.columns()) {
      double[] values = trajectory.values(column);
      for (int i = 0; i < values.length && NEVER_NEGATIVE.contains(column); i++) {
        if (values[i] < 0) {
          throw new ConfigException(
              file
                  + ":"
                  + (i + 2)
                  + ": column '"
                  + column
                  + "' has "
                  + values[i]
                  + ", expected 0 or more. "
                  + remedy);
        }
      }
    }
  }
}

package org.edgeflow.cli.fidelity.standing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.edgeflow.cli.result.Spread;

/** By what a true flow is told from GD in other words, and from a poor one. */
public enum Criterion {
  /** It is a flow: its path does not depend on the step. */
  HALF_STEP(
      "half the step changes the error by",
      "< 0.1",
      Trial::change,
      trial -> Math.abs(trial.change()) < 0.1),
  /** Its centre does not oscillate. */
  ALTERNATION(
      "alternation",
      "< 0.05",
      trial -> Measure.ALTERNATION.over(trial.flow()).median(),
      trial -> Measure.ALTERNATION.over(trial.flow()).median() < 0.05),
  /** For orientation beside {@link #ALTERNATION}: what the very path that is sought has. */
  BEND("GD's centre's own", "", Trial::centreAlternation, trial -> true),
  /** Its magnitude does. */
  MAGNITUDE(
      "r/oscillation",
      "0.8 to 1.25",
      trial -> Measure.MAGNITUDE_RATIO.over(trial.flow()).median(),
      trial -> {
        double ratio = Measure.MAGNITUDE_RATIO.over(trial.flow()).median();
        return ratio >= 0.8 && ratio <= 1.25;
      }),
  /** It explains more than GD's own iterate, or all that can be explained. */
  NEARNESS(
      "error/GD itself",
      "≤ 1, or the error at most 3 spreads",
      trial -> Measure.ERROR_OVER_OSCILLATION.over(trial.flow()).median(),
      trial ->
          Measure.ERROR_OVER_OSCILLATION.over(trial.flow()).median() <= 1
              || trial.overSpread() <= 3),
  /** For orientation beside {@link #NEARNESS}. */
  SPREADS("error/spread", "", Trial::overSpread, trial -> true),
  /** It leads. */
  LEAD(
      "error/best rival",
      "≤ 0.5, or both below the spread",
      Trial::overRival,
      trial -> trial.overRival() <= 0.5 || trial.tied());

  private final String heading;
  private final String wanted;
  private final ToDoubleFunction<Trial> value;
  private final Predicate<Trial> met;

  Criterion(String heading, String wanted, ToDoubleFunction<Trial> value, Predicate<Trial> met) {
    this.heading = heading;
    this.wanted = wanted;
    this.value = value;
    this.met = met;
  }

  boolean isMet(Trial trial) {
    return trial.completed() && met.test(trial);
  }

  private String cell(Trial trial) {
    // The steps before an end, and the seeds without one, are not what was asked for.
    String figure = trial.completed() ? Spread.figure(value.applyAsDouble(trial), 2) : "-";
    return wanted.isEmpty() || isMet(trial) ? figure : figure + " ✗";
  }

  /** All problems and criteria; what is not met has a cross. */
  public static Cells grid(List<Trial> trials) {
    List<String> headings = new ArrayList<>(List.of("problem"));
    Arrays.stream(values()).forEach(each -> headings.add(each.heading));
    headings.add("best rival");
    List<List<String>> rows = new ArrayList<>();
    for (Trial trial : trials) {
      List<String> row = new ArrayList<>(List.of(trial.problem()));
      Arrays.stream(values()).forEach(each -> row.add(each.cell(trial)));
      row.add(trial.rival().map(Standing::model).orElse("-"));
      rows.add(row);
    }
    return new Cells(
        "What a true flow has to show, and edge-flow-flow does (✗: does not)",
        headings,
        rows,
        Arrays.stream(values())
            .filter(each -> !each.wanted.isEmpty())
            .map(each -> each.tally(trials))
            .toList());
  }

  private String tally(List<Trial> trials) {
    return String.format(
        "%s %s: on %d of %d.",
        heading, wanted, trials.stream().filter(this::isMet).count(), trials.size());
  }
}

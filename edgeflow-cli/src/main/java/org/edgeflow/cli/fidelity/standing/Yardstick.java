package org.edgeflow.cli.fidelity.standing;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.edgeflow.cli.result.ModelResult;
import org.edgeflow.cli.result.RunSummary;
import org.edgeflow.core.finding.Figure;
import org.edgeflow.core.finding.Figures;

/** Rows that are no models, by whose errors those of the models are to be judged. */
public enum Yardstick {
  /** The optimizer's iterate, taken as the centre: all of its oscillation is error. */
  ITSELF(" itself", Figure.OSCILLATION_AFTER),
  /** The two-step centre, which is what errors are measured from: how it bends itself. */
  CENTRE("'s two-step centre", Figure.ALTERNATION_AFTER),
  /** The optimizer once more, from a start moved by one rounding. */
  SPREAD("'s spread", Figure.SPREAD_AFTER);

  public static final String TYPE = "yardstick";

  private final String ending;
  private final Figure source;

  Yardstick(String ending, Figure source) {
    this.ending = ending;
    this.source = source;
  }

  /** Those that a run has found. */
  public static List<Finding> of(String problem, long seed, RunSummary run) {
    return Arrays.stream(values())
        .filter(yardstick -> Double.isFinite(run.reference().get(yardstick.source)))
        .map(yardstick -> new Finding(problem, seed, run, yardstick.row(run)))
        .toList();
  }

  private ModelResult row(RunSummary run) {
    ModelResult reference = run.reference();
    return new ModelResult(
        run.optimizer() + ending,
        TYPE,
        reference.outcome(),
        Figures.of(figure -> figure(figure, reference)),
        Optional.empty(),
        Optional.empty());
  }

  private double figure(Figure figure, ModelResult reference) {
    return switch (figure) {
      case CENTER_ERROR_AFTER -> this == CENTRE ? Double.NaN : reference.get(source);
      // What GD's iterate is off the centre is what it alternates by.
      case ALTERNATION_AFTER -> this == SPREAD ? Double.NaN : reference.get(source);
      default -> Double.NaN;
    };
  }
}

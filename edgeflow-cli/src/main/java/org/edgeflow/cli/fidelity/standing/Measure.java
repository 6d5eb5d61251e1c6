package org.edgeflow.cli.fidelity.standing;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.edgeflow.cli.result.Spread;
import org.edgeflow.core.finding.Figure;

/**
 * What the comparison says of a model, in the order of its files and tables: figures of the run,
 * and what only makes sense beside the other models.
 */
public enum Measure {
  STEPS(Figure.STEPS),
  ERROR_BEFORE(
      Figure.CENTER_ERROR_BEFORE,
      "error before",
      3,
      "mean of ‖c − A‖, the distance of the model's centre to GD's two-step centre, before GD's"
          + " onset"),
  ERROR_AFTER(Figure.CENTER_ERROR_AFTER, "error after", 3, "the same from GD's onset on"),
  RELATIVE_ERROR_AFTER(
      Figure.RELATIVE_CENTER_ERROR_AFTER, "relative", 3, "the same divided by ‖A − w₀‖"),
  LOSS_ERROR_AFTER(
      Figure.LOSS_ERROR_AFTER,
      "loss error",
      3,
      "mean relative error of the predicted loss after the onset"),
  OSCILLATION_AFTER(Figure.OSCILLATION_AFTER),
  SPREAD_AFTER(Figure.SPREAD_AFTER),
  ERROR_OVER_OSCILLATION(
      "center_error_over_oscillation",
      "error/GD itself",
      2,
      "the error after the onset in units of GD itself",
      Finding::errorOverOscillation),
  ALTERNATION(
      "alternation_over_oscillation",
      "alternation",
      2,
      "mean ¼‖c₊ − 2c + c₋‖ of the model's own centre after the onset, in units of GD itself: near"
          + " 0 for a flow, near 1 where the centre is GD in other words",
      Finding::alternationOverOscillation),
  MAGNITUDE_RATIO(
      Figure.MAGNITUDE_RATIO_AFTER,
      "r/oscillation",
      3,
      "median of the model's magnitude over GD's oscillation after the onset; a model that carries"
          + " the oscillation in its magnitude has 1"),
  ONSET_STEP(Figure.ONSET_STEP),
  ONSET_ERROR(
      "onset_error",
      "onset error",
      4,
      "the model's onset minus GD's, in steps; in GD's row its onset",
      Finding::onsetError),
  PEAK_SHARPNESS(
      "peak_sharpness_over_threshold",
      "peak sharpness",
      4,
      "the largest sharpness from GD's onset on, in units of 2/η",
      Finding::peak),
  RINGING_PERIOD(
      Figure.RINGING_PERIOD,
      "ringing",
      3,
      "steps between the first two maxima of GD's oscillation (the model's magnitude) after the"
          + " onset; in GD's row also 2π/(η√(2α)), the period of small loops, α = −∇L·∇S where"
          + " GD's sharpness reaches 2/η"),
  RINGING_DECAY(
      Figure.RINGING_DECAY, "second/first peak", 2, "the second of these maxima over the first"),
  RINGING_FORMULA(Figure.RINGING_FORMULA),
  GRADIENTS_PER_STEP(
      "gradients_per_step",
      "gradients/step",
      3,
      "evaluations an iteration; finding the start is not counted",
      Finding::gradientsPerStep),
  HVPS_PER_STEP(
      "hvps_per_step", "HVPs/step", 3, "Hessian–vector products likewise", Finding::hvpsPerStep),
  SECONDS(Figure.SECONDS, "seconds", 2, "wall time of the steps alone");

  private final String key;
  private final String heading;
  private final int digits;
  private final String legend;
  private final ToDoubleFunction<Finding> source;

  Measure(Figure figure) {
    this(figure, "", 0, "");
  }

  Measure(Figure figure, String heading, int digits, String legend) {
    this(figure.key(), heading, digits, legend, finding -> finding.result().get(figure));
  }

  Measure(String key, String heading, int digits, String legend, ToDoubleFunction<Finding> source) {
    this.key = key;
    this.heading = heading;
    this.digits = digits;
    this.legend = legend;
    this.source = source;
  }

  /** Those that tables show. */
  public static List<Measure> ofTables() {
    return Arrays.stream(values()).filter(measure -> !measure.heading.isEmpty()).toList();
  }

  /** Its name in files. */
  public String key() {
    return key;
  }

  /** Over its column. */
  public String heading() {
    return heading;
  }

  /** What it means, for the page. */
  public String legend() {
    return legend;
  }

  /** Of one run's model; NaN where the run does not have it. */
  public double of(Finding finding) {
    return source.applyAsDouble(finding);
  }

  /** Of a model over its seeds. */
  public Spread over(Standing standing) {
    return standing.spread(source);
  }

  /** As a cell. */
  public String cell(Standing standing) {
    if (this != ERROR_AFTER) {
      return over(standing).text(digits);
    }
    String error = standing.errorAfter().text(digits);
    return standing.isBelowSpread() ? error + " < spread" : error;
  }
}

package org.edgeflow.core.finding;

import java.util.Arrays;
import java.util.List;
import org.edgeflow.core.record.Format;

/**
 * The numbers that a run finds about its reference and about each model, in the order of {@code
 * summary.json}. Whoever writes, reads or shows them loops over this list: a new figure is one
 * constant here and the line that measures it.
 */
public enum Figure {
  /** The last step that it reached. */
  STEPS("steps", "steps", "Steps", "GD iterations", Format.COUNT, Place.FILES),
  /** Wall time of its steps alone, without measurements. */
  SECONDS("seconds", "seconds", "Seconds", "s", Format.SECONDS, Place.TABLES),
  /** Gradients of its steps alone. */
  GRADIENTS("gradients", "gradients", "Gradients", "", Format.COUNT, Place.TABLES),
  /** Hessian–vector products of its steps alone. */
  HVPS("hvps", "HVPs", "HVPs", "", Format.COUNT, Place.TABLES),
  /**
   * Gradients of its steps over the iterations that they span: GD's is 1. A product is none of
   * them.
   */
  GRADIENTS_PER_ITERATION(
      "gradients_per_iteration",
      "gradients/iteration",
      "Gradients\nan iteration",
      "",
      Format.MEASURE,
      Place.TABLES),
  /** The loss where it ended. The reference alone has it. */
  FINAL_LOSS("final_loss", "final loss", "Final loss", "", Format.MEASURE, Place.FILES),
  /** Gradients that found where it starts. */
  SEED_GRADIENTS(
      "seed_gradients", "seed gradients", "Gradients\nat the start", "", Format.COUNT, Place.FILES),
  /** Hessian–vector products that found where it starts. */
  SEED_HVPS("seed_hvps", "seed HVPs", "HVPs\nat the start", "", Format.COUNT, Place.FILES),
  /** When its oscillation (its magnitude) first rises; none if it never does. */
  ONSET_STEP(
      "onset_step", "onset step", "Onset\nstep", "GD iterations", Format.COUNT, Place.TABLES),
  /** Mean of {@code ‖c_k − A_k‖} before GD's onset, or over all rows where it never comes. */
  CENTER_ERROR_BEFORE(
      "mean_center_error_before_onset",
      "error before",
      "Mean centre error\nbefore onset",
      "",
      Format.MEASURE,
      Place.FILES),
  /** Mean of {@code ‖c_k − A_k‖} from GD's onset on. */
  CENTER_ERROR_AFTER(
      "mean_center_error_after_onset",
      "centre error",
      "Mean centre error\nafter onset",
      "",
      Format.MEASURE,
      Place.RANKING),
  /** Mean of {@code ‖c_k − A_k‖ / ‖A_k − w_0‖} from GD's onset on. */
  RELATIVE_CENTER_ERROR_AFTER(
      "mean_relative_center_error_after_onset",
      "relative error",
      "Mean relative centre\nerror after onset",
      "",
      Format.MEASURE,
      Place.FILES),
  /**
   * Mean of |predicted loss − GD's average loss| over that average before GD's onset, or over all
   * rows where it never comes.
   */
  LOSS_ERROR_BEFORE(
      "mean_relative_loss_error_before_onset",
      "loss error before",
      "Mean relative loss\nerror before onset",
      "",
      Format.MEASURE,
      Place.FILES),
  /** Mean of |predicted loss − GD's average loss| over that average, from GD's onset on. */
  LOSS_ERROR_AFTER(
      "mean_relative_loss_error_after_onset",
      "loss error",
      "Mean relative loss\nerror after onset",
      "",
      Format.MEASURE,
      Place.RANKING),
  /** The largest effective sharpness (GD: sharpness) recorded from GD's onset on. */
  PEAK_SHARPNESS_AFTER(
      "peak_effective_sharpness_after_onset",
      "peak sharpness",
      "Peak sharpness\nafter onset",
      "",
      Format.MEASURE,
      Place.FILES),
  /**
   * Mean of GD's oscillation from its onset on: the error of GD itself as a model, its iterate
   * taken as the centre. The reference alone has it.
   */
  OSCILLATION_AFTER(
      "mean_oscillation_after_onset",
      "oscillation",
      "Mean oscillation\nafter onset",
      "",
      Format.MEASURE,
      Place.FILES),
  /**
   * Mean distance, from GD's onset on, of its two-step centre to that of another GD whose start
   * differs by one rounding: below it no two models can be told apart. The reference alone has it,
   * where it is asked for.
   */
  SPREAD_AFTER(
      "mean_spread_after_onset",
      "spread",
      "Mean spread of the\nreference after onset",
      "",
      Format.MEASURE,
      Place.FILES),
  /**
   * Mean of {@code ¼‖c_{k+1} − 2c_k + c_{k−1}‖} from GD's onset on, of a model or of GD's two-step
   * centre.
   */
  ALTERNATION_AFTER(
      "mean_alternation_after_onset",
      "alternation",
      "Mean alternation of\nthe centre after onset",
      "",
      Format.MEASURE,
      Place.FILES),
  /** Median of a model's magnitude over GD's oscillation from GD's onset on. */
  MAGNITUDE_RATIO_AFTER(
      "median_magnitude_ratio_after_onset",
      "r/oscillation",
      "Median magnitude over\noscillation after onset",
      "",
      Format.MEASURE,
      Place.FILES),
  /**
   * Steps from the first maximum of its oscillation (its magnitude) after GD's onset to the second.
   */
  RINGING_PERIOD(
      "ringing_period",
      "ringing period",
      "Period of the\nringing after onset",
      "GD iterations",
      Format.COUNT,
      Place.FILES),
  /** The second of these maxima over the first. */
  RINGING_DECAY(
      "ringing_decay",
      "ringing decay",
      "Second peak over\nfirst after onset",
      "",
      Format.MEASURE,
      Place.FILES),
  /**
   * The period that small loops have, {@code 2π/(η√(2α))}, of the sharpness as it grew where it
   * reached the edge. The reference alone has it.
   */
  RINGING_FORMULA(
      "ringing_period_of_small_loops",
      "ringing formula",
      "Period of\nsmall loops",
      "GD iterations",
      Format.MEASURE,
      Place.FILES);

  /** Where a figure is shown, beside {@code summary.json}. */
  private enum Place {
    FILES,
    TABLES,
    /** In tables, and the smallest of them is the best. */
    RANKING
  }

  private final String key;
  private final String label;
  private final String title;
  private final String unit;
  private final Format format;
  private final Place place;

  Figure(String key, String label, String title, String unit, Format format, Place place) {
    this.key = key;
    this.label = label;
    this.title = title;
    this.unit = unit;
    this.format = format;
    this.place = place;
  }

  /** Those that a run's table of results shows. */
  public static List<Figure> ofResults() {
    return Arrays.stream(values()).filter(figure -> figure.place != Place.FILES).toList();
  }

  /** Its name in files. */
  public String key() {
    return key;
  }

  /** Its name where there is little room. */
  public String label() {
    return label;
  }

  /** Its name in full; lines may end where it has a line feed. */
  public String title() {
    return title;
  }

  /** Its unit; empty for a number in the units of loss and parameters. */
  public String unit() {
    return unit;
  }

  /** How it is written. */
  public Format format() {
    return format;
  }

  /** Whether it may be negative: a sharpness may, a mean distance may not. */
  public boolean signed() {
    return this == PEAK_SHARPNESS_AFTER || this == FINAL_LOSS;
  }

  /** Whether the model that has the least of it is the best. */
  public boolean ranks() {
    return place == Place.RANKING;
  }
}

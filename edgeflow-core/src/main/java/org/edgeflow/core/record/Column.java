package org.edgeflow.core.record;

import java.util.Arrays;
import java.util.List;

/**
 * The columns that every trajectory has, in the order of its file; what probes and coordinates add
 * stands after them. Recorders, readers, tables and pages know columns from here alone.
 */
public enum Column {
  /** GD's iteration number; row 0 is the start. */
  STEP("step", "step", "step", "GD iterations", Format.COUNT, Subject.EVERYBODY),
  /** L at GD's iterate, or at the model's centre. */
  LOSS("loss", "loss", "loss", "", Format.MEASURE, Subject.EVERYBODY),
  /** What a model says GD's loss is, averaged over two steps. */
  PREDICTED_LOSS("predicted_loss", "predicted loss", "loss", "", Format.MEASURE, Subject.MODEL),
  /** The largest eigenvalue of the Hessian there. */
  SHARPNESS("sharpness", "sharpness", "λₘₐₓ(H)", "", Format.MEASURE, Subject.EVERYBODY),
  /** {@code ¼ ‖w_{k+1} − 2w_k + w_{k−1}‖}. */
  OSCILLATION("oscillation", "oscillation", "oscillation", "", Format.MEASURE, Subject.REFERENCE),
  /** What a model says GD's oscillation is. */
  MAGNITUDE("magnitude", "magnitude", "magnitude", "", Format.MEASURE, Subject.MODEL),
  /** {@code ‖c_k − A_k‖}. */
  CENTER_ERROR("center_error", "centre error", "‖c − A‖", "", Format.MEASURE, Subject.MODEL),
  /** {@code ‖c_k − A_k‖ / ‖A_k − w_0‖}. */
  RELATIVE_CENTER_ERROR(
      "relative_center_error",
      "relative centre error",
      "‖c − A‖ / ‖A − w₀‖",
      "",
      Format.MEASURE,
      Subject.MODEL),
  /** Wall time of the steps so far; empty unless asked for. */
  SECONDS("seconds", "seconds", "seconds", "s", Format.SECONDS, Subject.EVERYBODY),
  /** {@code uᵀHu} along a model's own direction. */
  CURVATURE("curvature", "curvature", "curvature", "", Format.MEASURE, Subject.MODEL),
  /** GD's loss averaged with the weights ¼, ½, ¼ of its centre. */
  AVERAGE_LOSS("average_loss", "average loss", "loss", "", Format.MEASURE, Subject.REFERENCE),
  /**
   * The largest eigenvalue of {@code P^{-1/2} H P^{-1/2}}; at row k, P is that of the step which
   * leaves {@code w_k}, which {@code g_k} has already entered.
   */
  EFFECTIVE_SHARPNESS(
      "effective_sharpness",
      "effective sharpness",
      "λₘₐₓ(P⁻¹H)",
      "",
      Format.MEASURE,
      Subject.EVERYBODY),
  /** Ψ of a model whose centre descends it and whose oscillation ascends it. */
  POTENTIAL("potential", "potential", "Ψ", "", Format.MEASURE, Subject.MODEL),
  /** {@code ‖∇_c Ψ‖}. */
  CENTER_SLOPE("center_slope", "slope in c", "‖∇Ψ‖ in c", "", Format.MEASURE, Subject.MODEL),
  /** {@code ‖∇_δ Ψ‖}. */
  OSCILLATION_SLOPE(
      "oscillation_slope", "slope in δ", "‖∇Ψ‖ in δ", "", Format.MEASURE, Subject.MODEL),
  /** What a model dropped of its state in the step that leaves the row, relative to the whole. */
  TRUNCATION("truncation", "truncation", "truncation", "", Format.MEASURE, Subject.MODEL),
  /** 1 where sharpness and effective sharpness met their tolerance, 0 where one did not. */
  SHARPNESS_CONVERGED(
      "sharpness_converged",
      "sharpness converged",
      "converged",
      "",
      Format.COUNT,
      Subject.EVERYBODY);

  /** Whose trajectories have a column. */
  private enum Subject {
    REFERENCE,
    MODEL,
    EVERYBODY
  }

  private final String key;
  private final String label;
  private final String symbol;
  private final String unit;
  private final Format format;
  private final Subject subject;

  Column(String key, String label, String symbol, String unit, Format format, Subject subject) {
    this.key = key;
    this.label = label;
    this.symbol = symbol;
    this.unit = unit;
    this.format = format;
    this.subject = subject;
  }

  /** Those of the reference's trajectory, in order. */
  public static List<Column> ofReference() {
    return without(Subject.MODEL);
  }

  /** Those of a model's trajectory, in order. */
  public static List<Column> ofModel() {
    return without(Subject.REFERENCE);
  }

  private static List<Column> without(Subject other) {
    return Arrays.stream(values()).filter(column -> column.subject != other).toList();
  }

  /** Its name in files. */
  public String key() {
    return key;
  }

  /** Its name in sentences and headings. */
  public String label() {
    return label;
  }

  /** Its name beside an axis: a formula where it has one. */
  public String symbol() {
    return symbol;
  }

  /** Its unit; empty for a number in the units of loss and parameters. */
  public String unit() {
    return unit;
  }

  /** How it is written. */
  public Format format() {
    return format;
  }
}

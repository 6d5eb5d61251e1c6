package org.edgeflow.cli.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.edgeflow.core.experiment.ModelSummary;
import org.edgeflow.core.experiment.Summary;

/** What a run found, for the terminal: a row for each model, and advice where one failed. */
public final class ResultsTable {
  /** The headings over {@link #figures}. */
  public static final List<String> FIGURES =
      List.of(
          "outcome", "seconds", "gradients", "HVPs", "onset step", "centre error", "loss error");

  private static final String NONE = "-";

  private ResultsTable() {}

  static List<String> lines(Summary summary) {
    TextTable table =
        new TextTable(Stream.concat(Stream.of("model"), FIGURES.stream()).toArray(String[]::new))
            .alignRight(2, 3, 4, 5, 6, 7);
    for (ModelSummary model : summary.models()) {
      List<String> figures =
          figures(
              model.outcome().kind().label(),
              model.seconds(),
              model.cost().gradients(),
              model.cost().hessianVectors(),
              model.onsetStep() < 0 ? Double.NaN : model.onsetStep(),
              model.meanCenterErrorAfterOnset(),
              model.meanRelativeLossErrorAfterOnset());
      table.row(Stream.concat(Stream.of(model.name()), figures.stream()).toArray(String[]::new));
    }
    List<String> lines = new ArrayList<>(table.lines(0, 100));
    lines.addAll(SummaryFile.advice(summary));
    return lines;
  }

  /**
   * What was found about one model, as cells; a hyphen for NaN.
   *
   * @param onsetStep of its own oscillation
   * @param centerError mean distance to the reference's centre after the reference's onset
   * @param lossError mean relative error of the predicted loss likewise
   */
  public static List<String> figures(
      String outcome,
      double seconds,
      double gradients,
      double hvps,
      double onsetStep,
      double centerError,
      double lossError) {
    return List.of(
        outcome,
        number("%.2f", seconds),
        number("%.0f", gradients),
        number("%.0f", hvps),
        number("%.0f", onsetStep),
        number("%.3g", centerError),
        number("%.3g", lossError));
  }

  private static String number(String format, double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, format, value) : NONE;
  }
}

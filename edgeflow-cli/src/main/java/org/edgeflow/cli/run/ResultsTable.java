package org.edgeflow.cli.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.edgeflow.core.experiment.ModelSummary;
import org.edgeflow.core.experiment.Summary;

/** What a run found, for the terminal: a row for each model, and advice where one failed. */
final class ResultsTable {
  private static final String NONE = "-";

  private ResultsTable() {}

  static List<String> lines(Summary summary) {
    TextTable table =
        new TextTable(
                "model",
                "outcome",
                "seconds",
                "gradients",
                "HVPs",
                "onset step",
                "centre error",
                "loss error")
            .alignRight(2, 3, 4, 5, 6, 7);
    for (ModelSummary model : summary.models()) {
      table.row(
          model.name(),
          model.outcome().kind().label(),
          String.format(Locale.ROOT, "%.2f", model.seconds()),
          Long.toString(model.cost().gradients()),
          Long.toString(model.cost().hessianVectors()),
          model.onsetStep() < 0 ? NONE : Long.toString(model.onsetStep()),
          error(model.meanCenterErrorAfterOnset()),
          error(model.meanRelativeLossErrorAfterOnset()));
    }
    List<String> lines = new ArrayList<>(table.lines(0, 100));
    lines.addAll(SummaryFile.advice(summary));
    return lines;
  }

  private static String error(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.3g", value) : NONE;
  }
}

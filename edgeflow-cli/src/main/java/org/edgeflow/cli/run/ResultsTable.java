package org.edgeflow.cli.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.edgeflow.cli.console.TextTable;
import org.edgeflow.cli.directory.SummaryFile;
import org.edgeflow.core.finding.Figure;
import org.edgeflow.core.finding.Figures;
import org.edgeflow.core.finding.ModelSummary;
import org.edgeflow.core.finding.Summary;
import org.edgeflow.core.record.Format;

/** What a run found, for the terminal: a row for each model, and advice where one failed. */
public final class ResultsTable {
  private static final String NONE = "-";

  private ResultsTable() {}

  static List<String> lines(Summary summary) {
    TextTable table = withHeadings("model");
    for (ModelSummary model : summary.models()) {
      table.row(
          cells(model.outcome().kind().label(), model.figures(), model.name())
              .toArray(String[]::new));
    }
    List<String> lines = new ArrayList<>(table.lines(0, 100));
    lines.addAll(SummaryFile.advice(summary));
    summary.models().stream()
        .filter(model -> !model.remark().isEmpty())
        .map(model -> ModelSummary.note(model.name(), model.remark()))
        .forEach(lines::add);
    return lines;
  }

  /**
   * A table for rows of {@link #cells}.
   *
   * @param first the headings over what stands before the outcome
   */
  public static TextTable withHeadings(String... first) {
    List<String> headings = new ArrayList<>(List.of(first));
    headings.add("outcome");
    Figure.ofResults().forEach(figure -> headings.add(figure.label()));
    return new TextTable(headings.toArray(String[]::new))
        .alignRight(IntStream.range(first.length + 1, headings.size()).toArray());
  }

  /**
   * The cells of what was found about one model; a hyphen for what was not.
   *
   * @param first the cells before the outcome
   */
  public static List<String> cells(String outcome, Figures figures, String... first) {
    return Stream.of(
            Stream.of(first),
            Stream.of(outcome),
            Figure.ofResults().stream().map(figure -> number(figure.format(), figures.get(figure))))
        .flatMap(cells -> cells)
        .toList();
  }

  private static String number(Format format, double value) {
    if (!Double.isFinite(value)) {
      return NONE;
    }
    return String.format(
        Locale.ROOT,
        switch (format) {
          case COUNT -> "%.0f";
          case SECONDS -> "%.2f";
          case MEASURE -> "%.3g";
        },
        value);
  }
}

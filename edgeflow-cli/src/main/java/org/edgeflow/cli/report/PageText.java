package org.edgeflow.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.edgeflow.cli.report.panel.Curve;
import org.edgeflow.cli.report.panel.Palette;
import org.edgeflow.cli.report.panel.Panel;
import org.edgeflow.cli.report.panel.Panels;
import org.edgeflow.cli.result.ModelResult;
import org.edgeflow.cli.result.RunDirectory;
import org.edgeflow.cli.result.RunSummary;
import org.edgeflow.core.finding.Figure;

/** The page's text and tables, as HTML; every text that comes from the run is escaped here. */
final class PageText {
  private final RunDirectory run;
  private final RunSummary summary;

  PageText(RunDirectory run) {
    this.run = run;
    this.summary = run.summary();
  }

  /** What was run, in one line. */
  String lead() {
    List<String> words = new ArrayList<>();
    String who =
        summary.isGradientDescent() ? "Gradient descent" : Html.escape(summary.reference().name());
    words.add(
        summary.models().isEmpty()
            ? who + " alone"
            : who
                + " beside "
                + summary.models().size()
                + (summary.models().size() == 1 ? " model of it" : " models of it"));
    if (Double.isFinite(summary.steps())) {
      words.add(Numerals.plain(summary.steps()) + " steps");
    }
    if (Double.isFinite(summary.learningRate())) {
      words.add("η = " + Numerals.plain(summary.learningRate()));
    }
    if (Double.isFinite(summary.threshold())) {
      words.add(summary.thresholdFormula() + " = " + Numerals.significant(summary.threshold()));
    }
    summary.dtype().ifPresent(dtype -> words.add(Html.escape(dtype)));
    summary.backend().ifPresent(backend -> words.add("backend " + Html.escape(backend)));
    summary.seed().ifPresent(seed -> words.add("seed " + seed));
    return String.join(" · ", words);
  }

  /** The table of results. */
  String results() {
    List<HtmlResults.Row> rows = new ArrayList<>();
    rows.add(row(summary.reference(), Palette.gradientDescent()));
    for (int i = 0; i < summary.models().size(); i++) {
      rows.add(row(summary.models().get(i), Palette.model(i)));
    }
    return HtmlResults.table("Model", rows);
  }

  private static HtmlResults.Row row(ModelResult result, Curve.Stroke stroke) {
    String note = result.type().equals(result.name()) ? "" : result.type();
    return new HtmlResults.Row(result.name(), note, stroke, result);
  }

  /** What the table cannot say: advice, missing files, a missing onset. */
  String notes() {
    List<String> notes = new ArrayList<>();
    for (ModelResult model : summary.models()) {
      model
          .advice()
          .ifPresent(
              advice ->
                  notes.add("<b>" + Html.escape(model.name()) + "</b>: " + Html.escape(advice)));
      model.note().ifPresent(note -> notes.add(Html.escape(note)));
      if (run.trajectory(model).rows() == 0) {
        notes.add("<b>" + Html.escape(model.name()) + "</b>: the run has no rows of it to draw.");
      }
    }
    if (Double.isNaN(summary.reference().get(Figure.ONSET_STEP))) {
      notes.add(
          "The oscillation of "
              + (summary.isGradientDescent()
                  ? "gradient descent"
                  : Html.escape(summary.optimizer()))
              + (Double.isNaN(summary.reference().get(Figure.OSCILLATION_AFTER))
                  ? " never set in during this run, so the errors after the onset are not defined."
                  : " never fell below the threshold of an onset: the run started beyond the edge,"
                      + " and the errors after the onset are those of the whole run."));
    }
    return notes.isEmpty()
        ? ""
        : notes.stream()
            .map(note -> "<li>" + note + "</li>\n")
            .collect(Collectors.joining("", "<ul class=\"notes\">\n", "</ul>\n"));
  }

  /** A place for each panel, with its caption. */
  String figures(List<Panel> panels) {
    if (panels.isEmpty()) {
      return "<p>The trajectories of this run hold no values to draw.</p>\n";
    }
    return HtmlFigures.html(panels, 0);
  }

  /** How much of the data the page holds. */
  String resolution(List<Panel> panels, int wanted) {
    int limit = PageData.limit(panels, wanted);
    int longest =
        panels.stream()
            .flatMap(panel -> panel.curves().stream())
            .mapToInt(curve -> curve.points().size())
            .max()
            .orElse(0);
    int leftOut = Panels.leftOut(run);
    return (longest > limit
            ? "Curves of more than "
                + Numerals.count(limit)
                + " points (the longest has "
                + Numerals.count(longest)
                + ") are thinned for this page: of each of "
                + Numerals.count(Math.floorDiv(limit - 2, 2))
                + " equal stretches the smallest and the largest value are kept. All values are in"
                + " trajectories/."
            : "Every recorded value is drawn.")
        + (leftOut > 0
            ? " " + leftOut + " more columns are in the files of trajectories/ and not drawn."
            : "");
  }

  /** The config, as it is. */
  String config() {
    return run.config().isEmpty() ? "not in the run directory" : Html.escape(run.config());
  }

  /** Rows of provenance. */
  String provenance() {
    return run.provenance().isEmpty()
        ? "<tr><td>not in the run directory</td></tr>"
        : run.provenance().entrySet().stream().map(PageText::fact).collect(Collectors.joining());
  }

  private static String fact(Map.Entry<String, String> entry) {
    return "<tr><th scope=\"row\">"
        + Html.escape(entry.getKey().replace('_', ' ').replace(".", " › "))
        + "</th><td class=\"text\">"
        + Html.escape(entry.getValue())
        + "</td></tr>\n";
  }
}

package org.edgeflow.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.edgeflow.cli.result.ModelResult;
import org.edgeflow.cli.result.RunDirectory;
import org.edgeflow.cli.result.RunSummary;

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
      words.add(plain(summary.steps()) + " steps");
    }
    if (Double.isFinite(summary.learningRate())) {
      words.add("η = " + plain(summary.learningRate()));
    }
    if (Double.isFinite(summary.threshold())) {
      words.add(summary.thresholdFormula() + " = " + significant(summary.threshold()));
    }
    summary.dtype().ifPresent(dtype -> words.add(Html.escape(dtype)));
    summary.backend().ifPresent(backend -> words.add("backend " + Html.escape(backend)));
    summary.seed().ifPresent(seed -> words.add("seed " + seed));
    return String.join(" · ", words);
  }

  /** The table of results. */
  String results() {
    double bestCenter = best(ModelResult::centerErrorAfter);
    double bestLoss = best(ModelResult::lossErrorAfter);
    StringBuilder rows = new StringBuilder();
    rows.append(row(summary.reference(), Palette.gradientDescent(), bestCenter, bestLoss));
    for (int i = 0; i < summary.models().size(); i++) {
      rows.append(row(summary.models().get(i), Palette.model(i), bestCenter, bestLoss));
    }
    return rows.toString();
  }

  private String row(ModelResult result, Curve.Stroke stroke, double bestCenter, double bestLoss) {
    boolean completed = result.completed();
    String outcome =
        Html.escape(result.outcome())
            + (completed || Double.isNaN(result.steps())
                ? ""
                : " at step " + count(result.steps()));
    return "<tr><th scope=\"row\"><span class=\"swatch"
        + (stroke.dashed() ? " dashed" : "")
        + "\" style=\"border-color:"
        + stroke.color()
        + "\"></span>"
        + Html.escape(result.name())
        + (result.type().equals(result.name())
            ? ""
            : " <small>" + Html.escape(result.type()) + "</small>")
        + "</th><td class=\"text\">"
        + (completed ? outcome : "<strong>" + outcome + "</strong>")
        + "</td>"
        + cell(seconds(result.seconds()), false)
        + cell(count(result.gradients()), false)
        + cell(count(result.hvps()), false)
        + cell(count(result.onsetStep()), false)
        + cell(
            significant(result.centerErrorAfter()),
            completed && result.centerErrorAfter() == bestCenter)
        + cell(
            significant(result.lossErrorAfter()), completed && result.lossErrorAfter() == bestLoss)
        + "</tr>\n";
  }

  private static String cell(String text, boolean best) {
    return best ? "<td class=\"best\">" + text + "</td>" : "<td>" + text + "</td>";
  }

  private double best(ToDoubleFunction<ModelResult> measure) {
    List<ModelResult> completed = summary.models().stream().filter(ModelResult::completed).toList();
    return completed.size() < 2
        ? Double.NaN
        : completed.stream().mapToDouble(measure).filter(Double::isFinite).min().orElse(Double.NaN);
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
      if (run.trajectory(model).rows() == 0) {
        notes.add("<b>" + Html.escape(model.name()) + "</b>: the run has no rows of it to draw.");
      }
    }
    if (Double.isNaN(summary.reference().onsetStep())) {
      notes.add(
          "The oscillation of "
              + (summary.isGradientDescent()
                  ? "gradient descent"
                  : Html.escape(summary.optimizer()))
              + " never set in during this run, so the errors after"
              + " the onset are not defined.");
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
    StringBuilder figures = new StringBuilder();
    for (int i = 0; i < panels.size(); i++) {
      Panel panel = panels.get(i);
      figures
          .append("<figure><h3>")
          .append(Html.escape(panel.title()))
          .append("<button type=\"button\" class=\"scale\" data-panel=\"")
          .append(i)
          .append("\"></button></h3><div class=\"panel\" id=\"panel-")
          .append(i)
          .append("\"></div><figcaption><b>Figure ")
          .append(i + 1)
          .append(".</b> ")
          .append(Html.escape(panel.caption()))
          .append("</figcaption></figure>\n");
    }
    return figures.toString();
  }

  /** How much of the data the page holds. */
  String resolution(List<Panel> panels, int limit) {
    int longest =
        panels.stream()
            .flatMap(panel -> panel.curves().stream())
            .mapToInt(curve -> curve.points().size())
            .max()
            .orElse(0);
    int leftOut = Panels.leftOut(run);
    return (longest > limit
            ? "Curves of more than "
                + count(limit)
                + " points (the longest has "
                + count(longest)
                + ") are thinned for this page: of each of "
                + count(Math.floorDiv(limit - 2, 2))
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

  private static String plain(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }

  private static String count(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%,d", (long) value) : "–";
  }

  private static String seconds(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.3g", value) : "–";
  }

  private static String significant(double value) {
    if (!Double.isFinite(value)) {
      return "–";
    }
    return value == 0 || (Math.abs(value) >= 1e-3 && Math.abs(value) < 1e5)
        ? String.format(Locale.ROOT, "%.4g", value)
        : String.format(Locale.ROOT, "%.2e", value);
  }
}

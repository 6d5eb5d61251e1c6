package org.edgeflow.cli.report;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.edgeflow.cli.result.ModelResult;
import org.edgeflow.cli.result.RunSummary;
import org.edgeflow.core.finding.Figure;

/** What everybody opens the page for: which model followed the optimizer best, and at what cost. */
final class PageAnswer {
  private final RunSummary summary;
  private final Figure error;

  private PageAnswer(RunSummary summary, Figure error) {
    this.summary = summary;
    this.error = error;
  }

  /** A paragraph; empty for a run without models. */
  static String html(RunSummary summary) {
    if (summary.models().isEmpty()) {
      return "";
    }
    return "<p class=\"answer\">Which model followed "
        + optimizer(summary)
        + " best? "
        + answer(summary)
        + "</p>\n";
  }

  private static String answer(RunSummary summary) {
    for (Figure error : List.of(Figure.CENTER_ERROR_AFTER, Figure.CENTER_ERROR_BEFORE)) {
      List<ModelResult> ranked =
          summary.models().stream()
              .filter(ModelResult::competes)
              .filter(model -> Double.isFinite(model.get(error)))
              .sorted(Comparator.comparingDouble(model -> model.get(error)))
              .toList();
      if (!ranked.isEmpty()) {
        return new PageAnswer(summary, error).of(ranked);
      }
    }
    return "None of them got to the end with an error that can be compared.";
  }

  private String of(List<ModelResult> ranked) {
    ModelResult best = ranked.get(0);
    double distance = best.get(error);
    StringBuilder text = new StringBuilder();
    text.append("<b>")
        .append(Html.escape(best.name()))
        .append("</b>: its centre was ")
        .append(Numerals.significant(distance))
        .append(" away, on the mean ")
        .append(
            error == Figure.CENTER_ERROR_AFTER
                ? "after the onset of the oscillation"
                : "of a run whose oscillation never set in");
    if (ranked.size() > 1) {
      text.append("; ").append(next(ranked.get(1), distance));
    }
    text.append(". It cost ").append(cost(best)).append('.');
    yardsticks(text, distance);
    return text.toString();
  }

  private String next(ModelResult second, double distance) {
    double ratio = second.get(error) / distance;
    return "the next, "
        + Html.escape(second.name())
        + ", "
        + (Double.isFinite(ratio)
            ? String.format(Locale.ROOT, ratio < 10 ? "%.1f" : "%.0f", ratio) + " times as far"
            : Numerals.significant(second.get(error)));
  }

  private String cost(ModelResult model) {
    double steps = model.get(Figure.STEPS) - Math.max(0, summary.startAfter());
    String gradients = each(model.get(Figure.GRADIENTS) / steps, "gradient");
    double products = model.get(Figure.HVPS) / steps;
    return gradients
        + (products > 0 ? " and " + each(products, "Hessian–vector product") : "")
        + " an iteration";
  }

  private static String each(double count, String noun) {
    double shown = Math.rint(count * 10) / 10;
    return Numerals.plain(shown) + " " + noun + (shown == 1 ? "" : "s");
  }

  // Without these two, nearness means little.
  private void yardsticks(StringBuilder text, double distance) {
    double itself = summary.reference().get(Figure.OSCILLATION_AFTER);
    double spread = summary.reference().get(Figure.SPREAD_AFTER);
    if (error == Figure.CENTER_ERROR_AFTER && Double.isFinite(itself)) {
      text.append(" For comparison: ")
          .append(optimizer(summary))
          .append("'s own iterates are ")
          .append(Numerals.significant(itself))
          .append(" from their centre");
      if (Double.isFinite(spread)) {
        text.append(", and two runs of it one rounding apart ")
            .append(Numerals.significant(spread))
            .append(distance < spread ? ", so the nearest models cannot be told apart" : "");
      }
      text.append('.');
    }
  }

  private static String optimizer(RunSummary summary) {
    return summary.isGradientDescent()
        ? "gradient descent"
        : Html.escape(summary.reference().name());
  }
}

package org.edgeflow.cli.report;

import java.util.List;
import java.util.stream.Collectors;
import org.edgeflow.cli.report.panel.Curve;
import org.edgeflow.cli.report.panel.Palette;
import org.edgeflow.cli.result.ModelResult;
import org.edgeflow.core.finding.Figure;
import org.edgeflow.core.finding.Figures;

/** A page's table of results: a row a model, or a row a run. */
public final class HtmlResults {
  /**
   * One row.
   *
   * @param label in its first cell
   * @param note beside the label, smaller; may be empty
   * @param stroke of the row's curves
   */
  public record Row(String label, String note, Curve.Stroke stroke, ModelResult result) {}

  private final List<Row> rows;
  private final Figures best;

  private HtmlResults(List<Row> rows) {
    this.rows = rows;
    this.best = Figures.of(figure -> figure.ranks() ? best(figure) : Double.NaN);
  }

  /**
   * The table; of several rows that completed and have no remark, the smallest errors are bold.
   *
   * @param heading over the labels
   */
  public static String table(String heading, List<Row> rows) {
    HtmlResults results = new HtmlResults(rows);
    StringBuilder table = new StringBuilder();
    table
        .append("<div class=\"wide\">\n<table class=\"results\">\n<thead><tr>\n<th scope=\"col\">")
        .append(Html.escape(heading))
        .append("</th><th scope=\"col\" class=\"text\">Outcome</th>");
    for (Figure figure : Figure.ofResults()) {
      table
          .append("<th scope=\"col\">")
          .append(Html.escape(figure.title()).replace("\n", "<br>"))
          .append("</th>");
    }
    table.append("\n</tr></thead>\n<tbody>\n");
    rows.forEach(row -> table.append(results.row(row)));
    return table.append("</tbody>\n</table>\n</div>\n").toString();
  }

  private String row(Row row) {
    ModelResult result = row.result();
    boolean completed = result.completed();
    String outcome =
        Html.escape(result.outcome())
            + (completed || Double.isNaN(result.get(Figure.STEPS))
                ? ""
                : " at step " + Numerals.count(result.get(Figure.STEPS)));
    return "<tr><th scope=\"row\">"
        + swatch(row.stroke())
        + Html.escape(row.label())
        + (row.note().isEmpty() ? "" : " <small>" + Html.escape(row.note()) + "</small>")
        + "</th><td class=\"text\">"
        + (completed ? outcome : "<strong>" + outcome + "</strong>")
        + "</td>"
        + Figure.ofResults().stream()
            .map(figure -> cell(figure, result))
            .collect(Collectors.joining())
        + "</tr>\n";
  }

  /** A short piece of a line as curves are drawn with it. */
  public static String swatch(Curve.Stroke stroke) {
    return "<span class=\"swatch"
        + (stroke.dashed() ? " dashed" : "")
        + "\" style=\"border-color:"
        // What is black on white is the ink's colour on any page.
        + (stroke.color().equals(Palette.BLACK) ? "var(--ink)" : stroke.color())
        + "\"></span>";
  }

  private String cell(Figure figure, ModelResult result) {
    double value = result.get(figure);
    boolean isBest = result.competes() && value == best.get(figure);
    return (isBest ? "<td class=\"best\">" : "<td>")
        + Numerals.of(figure.format(), value)
        + "</td>";
  }

  private double best(Figure figure) {
    double[] measured =
        rows.stream()
            .map(Row::result)
            .filter(ModelResult::competes)
            .mapToDouble(result -> result.get(figure))
            .filter(Double::isFinite)
            .sorted()
            .toArray();
    return measured.length < 2 ? Double.NaN : measured[0];
  }
}

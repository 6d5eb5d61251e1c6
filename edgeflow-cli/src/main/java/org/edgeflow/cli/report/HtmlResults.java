package org.edgeflow.cli.report;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.edgeflow.cli.result.ModelResult;

/** A page's table of results: a row a model, or a row a run. */
public final class HtmlResults {
  private static final String HEAD =
      """
      </th><th scope="col" class="text">Outcome</th><th scope="col">Seconds</th>
      <th scope="col">Gradients</th><th scope="col">HVPs</th><th scope="col">Onset<br>step</th>
      <th scope="col">Mean centre error<br>after onset</th><th scope="col">Mean relative loss<br>error after onset</th>
      </tr></thead>
      <tbody>
      """;

  /**
   * One row.
   *
   * @param label in its first cell
   * @param note beside the label, smaller; may be empty
   * @param stroke of the row's curves
   */
  public record Row(String label, String note, Curve.Stroke stroke, ModelResult result) {}

  private final List<Row> rows;
  private final double bestCenter;
  private final double bestLoss;

  private HtmlResults(List<Row> rows) {
    this.rows = rows;
    this.bestCenter = best(ModelResult::centerErrorAfter);
    this.bestLoss = best(ModelResult::lossErrorAfter);
  }

  /**
   * The table; of several rows that completed, the smallest errors are bold.
   *
   * @param heading over the labels
   */
  public static String table(String heading, List<Row> rows) {
    HtmlResults results = new HtmlResults(rows);
    StringBuilder table = new StringBuilder();
    table
        .append("<div class=\"wide\">\n<table class=\"results\">\n<thead><tr>\n<th scope=\"col\">")
        .append(Html.escape(heading))
        .append(HEAD);
    rows.forEach(row -> table.append(results.row(row)));
    return table.append("</tbody>\n</table>\n</div>\n").toString();
  }

  private String row(Row row) {
    ModelResult result = row.result();
    boolean completed = result.completed();
    String outcome =
        Html.escape(result.outcome())
            + (completed || Double.isNaN(result.steps())
                ? ""
                : " at step " + Numerals.count(result.steps()));
    return "<tr><th scope=\"row\">"
        + swatch(row.stroke())
        + Html.escape(row.label())
        + (row.note().isEmpty() ? "" : " <small>" + Html.escape(row.note()) + "</small>")
        + "</th><td class=\"text\">"
        + (completed ? outcome : "<strong>" + outcome + "</strong>")
        + "</td>"
        + cell(Numerals.seconds(result.seconds()), false)
        + cell(Numerals.count(result.gradients()), false)
        + cell(Numerals.count(result.hvps()), false)
        + cell(Numerals.count(result.onsetStep()), false)
        + cell(
            Numerals.significant(result.centerErrorAfter()),
            completed && result.centerErrorAfter() == bestCenter)
        + cell(
            Numerals.significant(result.lossErrorAfter()),
            completed && result.lossErrorAfter() == bestLoss)
        + "</tr>\n";
  }

  /** A short piece of a line as curves are drawn with it. */
  public static String swatch(Curve.Stroke stroke) {
    return "<span class=\"swatch"
        + (stroke.dashed() ? " dashed" : "")
        + "\" style=\"border-color:"
        + stroke.color()
        + "\"></span>";
  }

  private static String cell(String text, boolean best) {
    return best ? "<td class=\"best\">" + text + "</td>" : "<td>" + text + "</td>";
  }

  private double best(ToDoubleFunction<ModelResult> measure) {
    double[] measured =
        rows.stream()
            .map(Row::result)
            .filter(ModelResult::completed)
            .mapToDouble(measure)
            .filter(Double::isFinite)
            .sorted()
            .toArray();
    return measured.length < 2 ? Double.NaN : measured[0];
  }
}

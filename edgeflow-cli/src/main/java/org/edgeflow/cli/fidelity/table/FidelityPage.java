package org.edgeflow.cli.fidelity.table;

import java.io.IOException;
import java.util.List;
import org.edgeflow.cli.fidelity.standing.Measure;
import org.edgeflow.cli.fidelity.standing.Notes;
import org.edgeflow.cli.fidelity.standing.Standing;
import org.edgeflow.cli.fidelity.suite.Problem;
import org.edgeflow.cli.fidelity.suite.Suite;
import org.edgeflow.cli.report.Html;

/** The comparison as one page that needs nothing beside it: a picture and a table a problem. */
public final class FidelityPage {
  private FidelityPage() {}

  public static String html(Suite suite, List<Standing> standings) throws IOException {
    StringBuilder page = new StringBuilder();
    page.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n<title>")
        .append(Html.escape("Fidelity: " + suite.name()))
        .append("</title>\n<meta name=\"viewport\" content=\"width=device-width\">\n<style>")
        .append(Html.resource("page.css"))
        .append("</style></head><body><main>\n<header><p class=\"kind\">Fidelity</p><h1>")
        .append(Html.escape(suite.title()))
        .append("</h1><p class=\"lead\">How far each model's centre is from gradient descent's,")
        .append(" on the mean after the onset of the oscillation.</p></header>\n");
    FidelityTable.overall(standings).forEach(grid -> page.append(grid.html()));
    for (Problem problem : suite.problems()) {
      List<Standing> here =
          standings.stream().filter(each -> each.problem().equals(problem.name())).toList();
      page.append("<h2>")
          .append(Html.escape(problem.name()))
          .append("</h2>\n<p class=\"legend\">")
          .append(Html.escape(problem.title()))
          .append(". Seeds: ")
          .append(
              String.join(", ", problem.seeds().stream().map(seed -> Long.toString(seed)).toList()))
          .append(".</p>\n")
          .append(new DotPlot(here).svg())
          .append(table(here))
          .append(notes(here))
          .append("<p class=\"legend\">")
          .append(links(problem))
          .append("</p>\n");
    }
    page.append(legend()).append("</main></body></html>\n");
    return page.toString();
  }

  private static String legend() {
    StringBuilder legend = new StringBuilder("<h2>Columns</h2>\n<ul class=\"notes\">\n");
    for (Measure measure : Measure.ofTables()) {
      legend
          .append("<li><b>")
          .append(Html.escape(measure.heading()))
          .append("</b>: ")
          .append(Html.escape(measure.legend()))
          .append(".</li>\n");
    }
    return legend
        .append("<li><b>GD itself</b> (row): the error of GD's own iterate, taken as the centre. A")
        .append(" model whose error is larger follows GD less well than GD's iterates do.</li>\n")
        .append("<li><b>GD's spread</b> (row): how far GD is from another GD whose start is one")
        .append(" rounding away. Nothing is ranked below it: such errors tie.</li>\n")
        .append("<li>Over several seeds: median (smallest–largest).</li>\n</ul>\n")
        .toString();
  }

  private static String table(List<Standing> standings) {
    StringBuilder rows =
        new StringBuilder("<div class=\"wide\"><table class=\"results\"><thead><tr>");
    FidelityTable.headings()
        .forEach(heading -> rows.append("<th>").append(Html.escape(heading)).append("</th>"));
    rows.append("</tr></thead><tbody>\n");
    for (Standing standing : standings) {
      List<String> cells = FidelityTable.cells(standing);
      rows.append("<tr><th scope=\"row\">").append(Html.escape(cells.get(0))).append("</th>");
      cells.stream().skip(1).forEach(cell -> rows.append(cell(cell)));
      rows.append("</tr>\n");
    }
    return rows.append("</tbody></table></div>\n").toString();
  }

  private static String cell(String text) {
    return "<td>" + Html.escape(text.equals("-") ? "–" : text) + "</td>";
  }

  private static String notes(List<Standing> standings) {
    StringBuilder notes = new StringBuilder();
    Notes.of(standings)
        .forEach(note -> notes.append("<li>").append(Html.escape(note)).append("</li>\n"));
    return notes.isEmpty() ? "" : "<ul class=\"notes\">\n" + notes + "</ul>\n";
  }

  private static String links(Problem problem) {
    return String.join(
        " · ",
        problem.seeds().stream()
            .map(
                seed ->
                    "<a href=\"runs/"
                        + problem.name()
                        + "/seed-"
                        + seed
                        + "/report.html\">report of seed "
                        + seed
                        + "</a>")
            .toList());
  }
}

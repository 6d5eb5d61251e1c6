package org.edgeflow.cli.fidelity.standing;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.edgeflow.cli.console.TextTable;
import org.edgeflow.cli.report.Html;

/**
 * A table that has not been drawn yet: on the terminal, in Markdown and on a page it says the same.
 *
 * @param title what stands over it
 * @param headings over its columns
 * @param rows a cell a heading, names first
 * @param notes what stands under it
 */
public record Cells(
    String title, List<String> headings, List<List<String>> rows, List<String> notes) {

  /** A table without notes. */
  public Cells(String title, List<String> headings, List<List<String>> rows) {
    this(title, headings, rows, List.of());
  }

  /** For the terminal. */
  public List<String> text() {
    TextTable table =
        new TextTable(headings.toArray(String[]::new))
            .alignRight(IntStream.range(1, headings.size()).toArray());
    rows.forEach(row -> table.row(row.toArray(String[]::new)));
    List<String> lines = new ArrayList<>();
    lines.add(title + ":");
    lines.addAll(table.lines(2, 200));
    notes.forEach(note -> lines.add("  " + note));
    return lines;
  }

  /** For Markdown. */
  public List<String> markdown() {
    List<String> lines = new ArrayList<>();
    lines.add(title + ":");
    lines.add("");
    lines.add(line(headings));
    lines.add("|" + "---|".repeat(headings.size()));
    rows.forEach(row -> lines.add(line(row)));
    if (!notes.isEmpty()) {
      lines.add("");
      notes.forEach(note -> lines.add("- " + note));
    }
    return lines;
  }

  private static String line(List<String> cells) {
    return "| "
        + String.join(" | ", cells.stream().map(cell -> cell.replace("|", "\\|")).toList())
        + " |";
  }

  /** For a page. */
  public String html() {
    StringBuilder html = new StringBuilder();
    html.append("<p class=\"legend\">").append(Html.escape(title)).append(":</p>\n");
    html.append("<div class=\"wide\"><table class=\"results\"><thead><tr>");
    headings.forEach(each -> html.append("<th>").append(Html.escape(each)).append("</th>"));
    html.append("</tr></thead><tbody>\n");
    for (List<String> row : rows) {
      html.append("<tr><th scope=\"row\">").append(Html.escape(row.get(0))).append("</th>");
      row.stream()
          .skip(1)
          .forEach(
              cell ->
                  html.append("<td>")
                      .append(Html.escape(cell.equals("-") ? "–" : cell))
                      .append("</td>"));
      html.append("</tr>\n");
    }
    html.append("</tbody></table></div>\n");
    if (!notes.isEmpty()) {
      html.append("<ul class=\"notes\">\n");
      notes.forEach(note -> html.append("<li>").append(Html.escape(note)).append("</li>\n"));
      html.append("</ul>\n");
    }
    return html.toString();
  }
}

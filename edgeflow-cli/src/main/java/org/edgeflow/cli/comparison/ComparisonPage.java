package org.edgeflow.cli.comparison;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.edgeflow.cli.report.Html;
import org.edgeflow.cli.report.HtmlFigures;
import org.edgeflow.cli.report.HtmlResults;
import org.edgeflow.cli.report.PageData;
import org.edgeflow.cli.report.panel.Panel;
import org.edgeflow.cli.result.ModelResult;

/** The comparison as one page that needs nothing beside it. */
public final class ComparisonPage {
  /** How many points a curve has at most; peaks survive. */
  private static final int POINTS = 2000;

  private final Comparison comparison;
  private final List<Panel> panels = new ArrayList<>();

  private ComparisonPage(Comparison comparison) {
    this.comparison = comparison;
  }

  /** The page. */
  public static String html(Comparison comparison) throws IOException {
    return new ComparisonPage(comparison).html();
  }

  private String html() throws IOException {
    String sections = comparison.names().stream().map(this::section).collect(Collectors.joining());
    String title =
        comparison.entries().stream()
            .map(entry -> entry.run().summary().experiment())
            .distinct()
            .collect(Collectors.joining(", "));
    return Html.fill(
        Html.resource("comparison.html"),
        Map.ofEntries(
            Map.entry("title", Html.escape(title)),
            Map.entry("lead", lead()),
            Map.entry("runs", runs()),
            Map.entry("differences", differences()),
            Map.entry("sections", sections),
            Map.entry("optimizer", Html.escape(comparison.first().optimizer())),
            Map.entry("style", Html.resource("page.css")),
            Map.entry("data", Html.script(new PageData(POINTS).json(panels))),
            Map.entry("library", Html.resource("plotly-basic.min.js")),
            Map.entry("script", Html.resource("page.js"))));
  }

  private String lead() {
    List<String> words = new ArrayList<>();
    words.add(comparison.entries().size() + " runs of " + comparison.first().reference().name());
    comparison.first().objective().ifPresent(objective -> words.add("objective " + objective));
    comparison.first().dataset().ifPresent(dataset -> words.add("dataset " + dataset));
    return Html.escape(String.join(" · ", words));
  }

  private String runs() {
    return IntStream.range(0, comparison.entries().size())
        .mapToObj(
            i -> {
              Comparison.Entry entry = comparison.entries().get(i);
              Path path = entry.run().path().toAbsolutePath().normalize();
              return "<tr><th scope=\"row\">"
                  + HtmlResults.swatch(ComparisonPanels.stroke(i))
                  + Html.escape(entry.label())
                  + "</th><td class=\"text\">"
                  + Html.escape(entry.run().summary().experiment())
                  + "</td><td class=\"text\">"
                  + Html.escape(path.toString())
                  + "</td></tr>\n";
            })
        .collect(Collectors.joining());
  }

  private String differences() {
    List<Differences.Row> rows = Differences.of(comparison);
    if (rows.isEmpty()) {
      return "<p>" + ComparisonTable.NOTHING_DIFFERS + "</p>\n";
    }
    StringBuilder table =
        new StringBuilder(
            "<div class=\"wide\">\n<table class=\"results\">\n<thead><tr><th scope=\"col\">Setting"
                + "</th>");
    comparison
        .entries()
        .forEach(
            entry ->
                table
                    .append("<th scope=\"col\" class=\"text\">")
                    .append(Html.escape(entry.label()))
                    .append("</th>"));
    table.append("</tr></thead>\n<tbody>\n");
    for (Differences.Row row : rows) {
      table.append("<tr><th scope=\"row\">").append(Html.escape(row.key())).append("</th>");
      for (String value : row.values()) {
        table
            .append("<td class=\"text\">")
            .append(value.equals(Differences.ABSENT) ? "–" : Html.escape(value))
            .append("</td>");
      }
      table.append("</tr>\n");
    }
    return table.append("</tbody>\n</table>\n</div>\n").toString();
  }

  private String section(String name) {
    List<HtmlResults.Row> rows = new ArrayList<>();
    StringBuilder notes = new StringBuilder();
    for (int i = 0; i < comparison.entries().size(); i++) {
      Comparison.Entry entry = comparison.entries().get(i);
      if (entry.result(name).isEmpty()) {
        notes.append(note(entry, "has no model of this name."));
        continue;
      }
      ModelResult result = entry.result(name).get();
      String type = result.type().equals(name) ? "" : result.type();
      rows.add(new HtmlResults.Row(entry.label(), type, ComparisonPanels.stroke(i), result));
      result.advice().ifPresent(advice -> notes.append(note(entry, advice)));
      result.note().ifPresent(remark -> notes.append(note(entry, remark)));
    }
    List<Panel> here = ComparisonPanels.of(comparison, name);
    String figures = HtmlFigures.html(here, panels.size());
    panels.addAll(here);
    return "<section>\n<h2>"
        + Html.escape(name)
        + "</h2>\n"
        + HtmlResults.table("Run", rows)
        + (notes.isEmpty() ? "" : "<ul class=\"notes\">\n" + notes + "</ul>\n")
        + "<div class=\"figures\">\n"
        + figures
        + "</div>\n</section>\n\n";
  }

  private static String note(Comparison.Entry entry, String text) {
    return "<li><b>" + Html.escape(entry.label()) + "</b>: " + Html.escape(text) + "</li>\n";
  }
}

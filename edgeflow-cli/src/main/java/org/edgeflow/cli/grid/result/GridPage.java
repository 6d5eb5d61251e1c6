package org.edgeflow.cli.grid.result;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.edgeflow.cli.grid.plan.GridPlan;
import org.edgeflow.cli.report.Html;
import org.edgeflow.cli.report.HtmlResults;
import org.edgeflow.cli.report.panel.Palette;
import org.edgeflow.core.finding.Figure;

/** A grid as one page that needs nothing beside it: pictures, then a table a model. */
final class GridPage {
  /** More pictures of a figure, or rows in one, would be seen by nobody. */
  private static final int PICTURES = 12;

  private static final int ROWS = 80;

  private final GridPlan plan;
  private final List<GridRow> rows;
  private final List<Setting> settings;
  private final List<String> names;
  private final List<String> models;
  private final StringBuilder page = new StringBuilder();

  private GridPage(GridPlan plan, List<GridRow> rows) {
    this.plan = plan;
    this.rows = rows;
    this.settings = Setting.of(plan, rows);
    this.names = Setting.models(settings);
    this.models = names.stream().filter(this::isModel).toList();
  }

  static String html(GridPlan plan, List<GridRow> rows) throws IOException {
    return new GridPage(plan, rows).html();
  }

  // The reference has no error to draw.
  private boolean isModel(String name) {
    return rows.stream()
        .flatMap(row -> row.summary().stream())
        .noneMatch(summary -> summary.reference().name().equals(name));
  }

  private String html() throws IOException {
    String title = Html.escape(plan.experiment().isEmpty() ? "grid" : plan.experiment());
    page.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n<title>")
        .append(title)
        .append("</title>\n<meta name=\"viewport\" content=\"width=device-width\">\n<style>")
        .append(Html.resource("page.css"))
        .append("</style></head><body><main>\n<header><p class=\"kind\">Grid</p><h1>")
        .append(title)
        .append("</h1><p class=\"lead\">")
        .append(Html.escape(GridTable.state(plan, rows)))
        .append("</p></header>\n");
    troubles();
    Arrays.stream(Figure.values()).filter(Figure::ranks).forEach(this::pictures);
    if (models.stream().allMatch(model -> isNowhere(Figure.CENTER_ERROR_AFTER, model))) {
      pictures(Figure.CENTER_ERROR_BEFORE);
    }
    names.forEach(this::section);
    page.append("<p class=\"legend\">Over seeds: median (smallest–largest), of runs in which the")
        .append(" model came to its end. All figures of all runs are in grid.csv.</p>\n")
        .append("</main></body></html>\n");
    return page.toString();
  }

  private void troubles() {
    List<GridRow> failed =
        rows.stream().filter(row -> row.state() == GridRow.State.FAILED).toList();
    if (failed.isEmpty()) {
      return;
    }
    page.append("<h2>Failed runs</h2>\n<ul class=\"notes\">\n");
    failed.stream()
        .limit(ROWS)
        .forEach(
            row ->
                page.append("<li><b>")
                    .append(Html.escape(row.point().name()))
                    .append("</b>: ")
                    .append(Html.escape(row.message()))
                    .append("</li>\n"));
    if (failed.size() > ROWS) {
      page.append("<li>and ").append(failed.size() - ROWS).append(" more, in grid.csv</li>\n");
    }
    page.append("</ul>\n");
  }

  private void pictures(Figure figure) {
    Optional<String> key = SweepFigure.key(Setting.keys(plan), settings);
    StringBuilder pictures = new StringBuilder();
    int left = 0;
    if (key.isPresent()) {
      Map<Map<String, String>, List<Setting>> groups = SweepFigure.groups(key.get(), settings);
      left = Math.max(0, groups.size() - PICTURES);
      groups.entrySet().stream()
          .limit(PICTURES)
          .forEach(
              group ->
                  new SweepFigure(key.get(), group.getValue(), models, figure)
                      .svg()
                      .ifPresent(
                          svg ->
                              pictures
                                  .append("<figure>")
                                  .append(heading(group.getKey()))
                                  .append(svg)
                                  .append("</figure>\n")));
    } else if (settings.size() * models.size() <= ROWS) {
      new DotFigure(settings, models, figure).svg().ifPresent(pictures::append);
    }
    if (pictures.isEmpty()) {
      return;
    }
    page.append("<h2>")
        .append(Html.escape(figure.title().replace('\n', ' ')))
        .append("</h2>\n<p class=\"legend\">")
        .append(legend(figure))
        .append("</p>\n<div class=\"")
        .append(key.isPresent() ? "figures" : "wide")
        .append("\">\n")
        .append(pictures)
        .append("</div>\n")
        .append(left > 0 ? "<p class=\"legend\">" + left + " more in grid.csv.</p>\n" : "");
  }

  private static String heading(Map<String, String> values) {
    return values.isEmpty()
        ? ""
        : "<h3>" + Html.escape(new Setting(values, List.of()).label()) + "</h3>";
  }

  private String legend(Figure figure) {
    return models.stream()
        .filter(model -> !isNowhere(figure, model))
        .map(model -> HtmlResults.swatch(Palette.model(models.indexOf(model))) + Html.escape(model))
        .collect(Collectors.joining(" &nbsp; "));
  }

  private boolean isNowhere(Figure figure, String model) {
    return settings.stream().allMatch(setting -> setting.values(model, figure).findAny().isEmpty());
  }

  private void section(String model) {
    page.append("<h2>")
        .append(Html.escape(model))
        .append("</h2>\n<div class=\"wide\"><table class=\"results\"><thead><tr>");
    GridTable.headings(plan, Figure.ofResults(), false)
        .forEach(heading -> page.append("<th>").append(Html.escape(heading)).append("</th>"));
    page.append("</tr></thead><tbody>\n");
    for (Setting setting : settings) {
      if (setting.results(model).isEmpty()) {
        continue;
      }
      List<String> cells = GridTable.cells(setting, model, Figure.ofResults(), false);
      page.append("<tr><th scope=\"row\">").append(Html.escape(cells.get(0))).append("</th>");
      cells.stream()
          .skip(1)
          .map(cell -> cell.equals("-") ? "–" : cell)
          .forEach(cell -> page.append("<td>").append(Html.escape(cell)).append("</td>"));
      page.append("</tr>\n");
    }
    page.append("</tbody></table></div>\n");
    settings.stream()
        .flatMap(setting -> setting.results(model).stream())
        .flatMap(result -> result.note().stream())
        .distinct()
        .forEach(
            note -> page.append("<p class=\"legend\">").append(Html.escape(note)).append("</p>\n"));
  }
}

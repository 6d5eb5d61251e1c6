package org.edgeflow.cli.reproduction;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.edgeflow.cli.report.Html;
import org.edgeflow.cli.report.panel.Curve;
import org.edgeflow.cli.report.panel.Palette;
import org.edgeflow.cli.report.panel.Panel;
import org.edgeflow.cli.report.svg.FiguresReporter;
import org.edgeflow.cli.reproduction.claim.Claim;
import org.edgeflow.cli.reproduction.claim.Paper;
import org.edgeflow.cli.reproduction.claim.Reading;
import org.edgeflow.cli.result.Points;
import org.edgeflow.cli.result.RunDirectory;
import org.edgeflow.core.settings.ConfigException;

/** The verdicts as one page that needs nothing beside it, with a picture for each claim. */
final class ReproductionPage {
  private static final FiguresReporter PICTURES =
      new FiguresReporter(new FiguresReporter.Settings(640, 300, 1000));

  private final Map<Paper, PaperRuns> runs;
  private final StringBuilder page = new StringBuilder();

  private ReproductionPage(Map<Paper, PaperRuns> runs) {
    this.runs = runs;
  }

  static String html(List<Verdict> verdicts, Map<Paper, PaperRuns> runs) throws IOException {
    return new ReproductionPage(runs).html(verdicts);
  }

  private String html(List<Verdict> verdicts) throws IOException {
    page.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n")
        .append("<title>Reproduction</title>\n")
        .append("<meta name=\"viewport\" content=\"width=device-width\">\n<style>")
        .append(Html.resource("page.css"))
        .append("</style></head><body><main>\n<header><p class=\"kind\">Reproduction</p><h1>")
        .append(Html.escape(ReproductionTable.tally(verdicts)))
        .append("</h1><p class=\"lead\">What papers claim, and what their problems give here.</p>")
        .append("</header>\n");
    table(verdicts);
    Paper last = null;
    for (Verdict verdict : verdicts) {
      if (verdict.paper() != last) {
        last = verdict.paper();
        heading(last);
      }
      claim(verdict);
    }
    return page.append("</main></body></html>\n").toString();
  }

  private void table(List<Verdict> verdicts) {
    page.append("<div class=\"wide\"><table class=\"results\"><thead><tr><th>paper</th>")
        .append("<th>claim</th><th>expected</th><th>tolerance</th><th>measured</th>")
        .append("<th>verdict</th></tr></thead><tbody>\n");
    for (Verdict verdict : verdicts) {
      page.append("<tr><th scope=\"row\">")
          .append(Html.escape(verdict.paper().id()))
          .append("</th>");
      cell(verdict.claim().text());
      cell(ReproductionTable.number(verdict.expected()));
      cell(verdict.claim().tolerance().text());
      cell(ReproductionTable.number(verdict.measured()));
      cell(verdict.outcome().label());
      page.append("</tr>\n");
    }
    page.append("</tbody></table></div>\n");
  }

  private void cell(String text) {
    page.append("<td>").append(Html.escape(text.equals("-") ? "–" : text)).append("</td>");
  }

  private void heading(Paper paper) {
    page.append("<h2>").append(Html.escape(paper.id() + ": " + paper.title())).append("</h2>\n");
    if (!paper.ours().isEmpty()) {
      page.append("<p class=\"legend\">Ours: ").append(Html.escape(paper.ours())).append("</p>\n");
    }
  }

  private void claim(Verdict verdict) throws IOException {
    Claim claim = verdict.claim();
    page.append("<h3>")
        .append(Html.escape(claim.text()))
        .append("</h3>\n<p class=\"legend\">")
        .append(
            Html.escape(
                verdict.outcome().label()
                    + ": expected "
                    + ReproductionTable.number(verdict.expected())
                    + " ("
                    + claim.tolerance().text()
                    + "), measured "
                    + claim.measured().text()
                    + " = "
                    + ReproductionTable.number(verdict.measured())
                    + ". Source: "
                    + claim.source()
                    + "."
                    + (verdict.problem().isEmpty() ? "" : " " + verdict.problem())))
        .append("</p>\n");
    Optional<Panel> panel = panel(verdict);
    if (panel.isPresent()) {
      // An SVG inside a page has no declaration of its own.
      page.append(PICTURES.svg(panel.get()).replaceFirst("<\\?xml[^>]*\\?>\\s*", "")).append('\n');
    }
  }

  /** The curve that the claim's first number is taken from, in each of its run's variations. */
  private Optional<Panel> panel(Verdict verdict) {
    PaperRuns carriedOut = runs.get(verdict.paper());
    for (Reading reading : verdict.claim().readings().values()) {
      if (reading.column().isEmpty()) {
        continue;
      }
      List<Curve> curves = curves(verdict.paper(), reading, carriedOut);
      if (!curves.isEmpty()) {
        String column = reading.column().get();
        return Optional.of(
            new Panel(
                column,
                verdict.claim().text(),
                column + " of the run " + reading.run(),
                column.replace('_', ' '),
                Curve.spanDecades(curves),
                curves,
                List.of(),
                List.of()));
      }
    }
    return Optional.empty();
  }

  private static List<Curve> curves(Paper paper, Reading reading, PaperRuns carriedOut) {
    List<Curve> curves = new ArrayList<>();
    try {
      List<RunDirectory> directories = carriedOut.of(reading.run());
      List<String> labels = paper.runs().get(reading.run()).labels();
      for (int i = 0; i < directories.size(); i++) {
        String model = reading.model().orElse(directories.get(i).summary().reference().name());
        String label = labels.get(i).isEmpty() ? model : labels.get(i);
        Points points = PaperRuns.points(reading, directories.get(i));
        curves.add(new Curve(label, label, points, Palette.model(i), true));
      }
    } catch (ConfigException without) {
      return List.of();
    }
    return curves;
  }
}

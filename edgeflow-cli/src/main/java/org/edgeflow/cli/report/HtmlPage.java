package org.edgeflow.cli.report;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.edgeflow.cli.directory.JsonFile;
import org.edgeflow.cli.report.panel.Panel;
import org.edgeflow.cli.report.panel.Panels;
import org.edgeflow.cli.result.RunDirectory;

/**
 * The page of a run. That of a finished one loads nothing, which its content security policy
 * enforces; that of one that is still growing asks the address it came from for what has changed,
 * and for nothing else.
 */
public final class HtmlPage {
  private final RunDirectory run;
  private final List<Panel> panels;
  private final PageText text;
  private final int points;

  private HtmlPage(RunDirectory run, int points) {
    this.run = run;
    this.panels = Panels.of(run);
    this.text = new PageText(run);
    this.points = points;
  }

  /**
   * The page of a finished run.
   *
   * @param points how many points a curve has at most
   */
  public static String finished(RunDirectory run, int points) throws IOException {
    return new HtmlPage(run, points).page("EdgeFlow run", "", "");
  }

  /**
   * The page of a run that goes on.
   *
   * @param points how many points a curve has at most
   */
  public static String growing(RunDirectory run, int points) throws IOException {
    return new HtmlPage(run, points)
        .page(
            "EdgeFlow run, <span id=\"live\">running</span>",
            "; connect-src 'self'",
            Html.resource("live.js"));
  }

  /** What changes on that page, as its script reads it: texts, and the panels. */
  public static String update(RunDirectory run, int points) throws IOException {
    HtmlPage page = new HtmlPage(run, points);
    Map<String, Object> parts = new LinkedHashMap<>();
    parts.put("steps", run.referenceTrajectory().rows());
    parts.put("texts", page.growingTexts());
    parts.put("panels", new PageData(points).json(page.panels));
    return JsonFile.text(parts);
  }

  private Map<String, String> growingTexts() {
    return Map.of(
        "answer", PageAnswer.html(run.summary()),
        "results", text.results(),
        "notes", text.notes());
  }

  private String page(String kind, String connections, String live) throws IOException {
    Map<String, String> parts = new LinkedHashMap<>(growingTexts());
    parts.put("kind", kind);
    parts.put("connections", connections);
    parts.put("title", Html.escape(run.summary().experiment()));
    parts.put("lead", text.lead());
    parts.put("figures", text.figures(panels));
    parts.put("resolution", text.resolution(panels, points));
    parts.put("config", text.config());
    parts.put("provenance", text.provenance());
    parts.put("style", Html.resource("page.css"));
    parts.put("data", Html.script(new PageData(points).json(panels)));
    parts.put("library", Html.resource("plotly-basic.min.js"));
    parts.put("script", Html.resource("page.js"));
    parts.put("live", live.isEmpty() ? "" : "<script>\n" + live + "</script>\n");
    return Html.fill(Html.resource("page.html"), parts);
  }
}

package org.edgeflow.cli.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.edgeflow.cli.directory.JsonFile;
import org.edgeflow.cli.report.panel.Panel;
import org.edgeflow.cli.report.panel.Panels;
import org.edgeflow.cli.result.RunDirectory;
import org.edgeflow.cli.result.RunDirectoryReader;
import org.edgeflow.core.record.Reporter;
import org.edgeflow.core.record.ReporterFactory;
import org.edgeflow.core.settings.Description;
import org.edgeflow.core.settings.Setting;

/**
 * Writes {@code report.html}: one file that needs nothing beside it and loads nothing, which its
 * content security policy enforces.
 */
public final class HtmlReporter implements Reporter {

  /** How the page is made. */
  public record Settings(
      @Setting(
              value = "How many points a curve of the page has at most; peaks survive.",
              byDefault = "2000",
              atLeast = 100,
              atMost = 1_000_000)
          int points) {}

  /** Builds it. */
  public static final class Factory implements ReporterFactory<Settings> {
    @Override
    public Class<Settings> settings() {
      return Settings.class;
    }

    @Override
    public Description description() {
      return new Description(
          "report.html: one page that works offline, with zoomable curves, results and provenance.");
    }

    @Override
    public Reporter create(Settings settings) {
      return new HtmlReporter(settings);
    }
  }

  private final Settings settings;

  /** With these settings. */
  public HtmlReporter(Settings settings) {
    this.settings = settings;
  }

  @Override
  public void report(Path runDirectory) throws IOException {
    RunDirectory run = new RunDirectoryReader().read(runDirectory);
    List<Panel> panels = Panels.of(run);
    PageText text = new PageText(run);
    Map<String, String> parts =
        Map.ofEntries(
            Map.entry("title", Html.escape(run.summary().experiment())),
            Map.entry("lead", text.lead()),
            Map.entry("answer", PageAnswer.html(run.summary())),
            Map.entry("results", text.results()),
            Map.entry("notes", text.notes()),
            Map.entry("figures", text.figures(panels)),
            Map.entry("resolution", text.resolution(panels, settings.points())),
            Map.entry("config", text.config()),
            Map.entry("provenance", text.provenance()),
            Map.entry("style", Html.resource("page.css")),
            Map.entry("data", Html.script(new PageData(settings.points()).json(panels))),
            Map.entry("library", Html.resource("plotly-basic.min.js")),
            Map.entry("script", Html.resource("page.js")));
    JsonFile.write(
        runDirectory.resolve("report.html"), Html.fill(Html.resource("page.html"), parts));
  }
}

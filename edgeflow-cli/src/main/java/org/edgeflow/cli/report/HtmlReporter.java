package org.edgeflow.cli.report;

import java.io.IOException;
import java.nio.file.Path;
import org.edgeflow.cli.directory.JsonFile;
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
public record HtmlReporter(Settings settings) implements Reporter {
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
    public Description description() {
      return new Description(
          "report.html: one page that works offline, with zoomable curves, results and provenance.");
    }

    @Override
    public Reporter create(Settings settings) {
      return new HtmlReporter(settings);
    }
  }

  @Override
  public void report(Path runDirectory) throws IOException {
    RunDirectory run = new RunDirectoryReader().read(runDirectory);
    JsonFile.write(runDirectory.resolve("report.html"), HtmlPage.finished(run, settings.points()));
  }
}

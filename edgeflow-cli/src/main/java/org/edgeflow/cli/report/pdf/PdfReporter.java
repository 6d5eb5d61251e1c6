package org.edgeflow.cli.report.pdf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.edgeflow.cli.report.panel.Panel;
import org.edgeflow.cli.report.panel.Panels;
import org.edgeflow.cli.result.RunDirectoryReader;
import org.edgeflow.core.checkpoint.Durable;
import org.edgeflow.core.record.Reporter;
import org.edgeflow.core.record.ReporterFactory;
import org.edgeflow.core.settings.Description;
import org.edgeflow.core.settings.Setting;

/**
 * Writes {@code figures/*.pdf}: the pictures of {@code figures}, each in the size in which a paper
 * prints it, so that its text is as large as the paper's captions.
 */
public record PdfReporter(Settings settings) implements Reporter {
  /** How the pictures are made. */
  public record Settings(
      @Setting(
              value = "Width of a figure: a paper's column.",
              byDefault = "3.3",
              unit = "in",
              atLeast = 1.5,
              atMost = 40)
          double width,
      @Setting(
              value = "Height of a figure.",
              byDefault = "2.2",
              unit = "in",
              atLeast = 1.2,
              atMost = 40)
          double height,
      @Setting(value = "Size of its text.", byDefault = "7", unit = "pt", atLeast = 4, atMost = 20)
          double text,
      @Setting(
              value = "How many points a curve has at most; peaks survive.",
              byDefault = "2000",
              atLeast = 100,
              atMost = 1_000_000)
          int points) {}

  /** Builds it. */
  public static final class Factory implements ReporterFactory<Settings> {
    @Override
    public Description description() {
      return new Description("figures/*.pdf: the pictures of 'figures' for a paper's column.");
    }

    @Override
    public boolean byDefault() {
      return false;
    }

    @Override
    public Supplier<Reporter> configured(Settings settings) {
      // Said before the run, and not after hours of it.
      PdfLibrary.require(PdfReporter.class.getClassLoader());
      return ReporterFactory.super.configured(settings);
    }

    @Override
    public Reporter create(Settings settings) {
      return new PdfReporter(settings);
    }
  }

  @Override
  public void report(Path runDirectory) throws IOException {
    // All are drawn before the first is written: of a run there are the old pictures or the new.
    Map<String, byte[]> drawn = new LinkedHashMap<>();
    for (Panel picture : Panels.pictures(new RunDirectoryReader().read(runDirectory))) {
      drawn.put(picture.id() + ".pdf", PdfFigure.of(picture, settings));
    }
    Path figures = Files.createDirectories(runDirectory.resolve("figures"));
    for (Map.Entry<String, byte[]> picture : drawn.entrySet()) {
      Durable.replace(figures.resolve(picture.getKey()), out -> out.write(picture.getValue()));
    }
  }
}

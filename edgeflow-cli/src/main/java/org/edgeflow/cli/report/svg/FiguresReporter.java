package org.edgeflow.cli.report.svg;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.edgeflow.cli.directory.JsonFile;
import org.edgeflow.cli.report.panel.Panel;
import org.edgeflow.cli.report.panel.Panels;
import org.edgeflow.cli.result.RunDirectoryReader;
import org.edgeflow.core.record.Reporter;
import org.edgeflow.core.record.ReporterFactory;
import org.edgeflow.core.settings.Description;
import org.edgeflow.core.settings.Setting;

/**
 * Writes {@code figures/*.svg}: each panel of the page as a picture for a paper, the loss on a
 * linear axis and, where it is positive, on a logarithmic one too ({@code loss-log.svg}).
 */
public record FiguresReporter(Settings settings) implements Reporter {
  /** How the pictures are made. */
  public record Settings(
      @Setting(
              value = "Width of a figure.",
              byDefault = "640",
              unit = "px",
              atLeast = 200,
              atMost = 10_000)
          int width,
      @Setting(
              value = "Height of a figure.",
              byDefault = "400",
              unit = "px",
              atLeast = 150,
              atMost = 10_000)
          int height,
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
      return new Description("figures/*.svg: one picture for each panel of the report.");
    }

    @Override
    public Reporter create(Settings settings) {
      return new FiguresReporter(settings);
    }
  }

  @Override
  public void report(Path runDirectory) throws IOException {
    // All are drawn before the first is written: of a run there are the old pictures or the new.
    Map<String, String> drawn = new LinkedHashMap<>();
    for (Panel picture : Panels.pictures(new RunDirectoryReader().read(runDirectory))) {
      drawn.put(picture.id() + ".svg", svg(picture));
    }
    Path figures = Files.createDirectories(runDirectory.resolve("figures"));
    for (Map.Entry<String, String> picture : drawn.entrySet()) {
      JsonFile.write(figures.resolve(picture.getKey()), picture.getValue());
    }
  }

  /** One picture as an SVG document. */
  public String svg(Panel panel) throws IOException {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
      new SvgFigure(settings, panel, xml).write();
      xml.close();
    } catch (XMLStreamException e) {
      throw new IOException("the picture '" + panel.id() + "': " + e.getMessage(), e);
    }
    return text.toString();
  }
}

package org.edgeflow.cli.report.svg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.edgeflow.cli.report.panel.Frame;
import org.edgeflow.cli.report.panel.Panel;
import org.edgeflow.cli.report.panel.Panels;
import org.edgeflow.cli.result.Points;
import org.edgeflow.cli.result.RunDirectoryReader;
import org.edgeflow.cli.result.SyntheticRun;
import org.edgeflow.core.plugin.Kind;
import org.edgeflow.core.plugin.Registry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class FiguresReporterTest {
  @TempDir Path directory;

  @Test
  void everyPanelIsAFileWithOnePathForEachCurve() throws Exception {
    SyntheticRun.in(directory, 300).gradientFlow().edgeFlow("edge-flow").finish("valley");
    render();

    assertThat(files())
        .containsExactly(
            "center-error.svg",
            "column-curvature.svg",
            "column-x.svg",
            "column-y.svg",
            "loss.svg",
            "oscillation.svg",
            "relative-center-error.svg",
            "sharpness.svg");
    assertThat(curves("loss.svg")).hasSize(4);
    assertThat(curves("sharpness.svg")).hasSize(3);
    assertThat(curves("oscillation.svg")).hasSize(2);
    assertThat(curves("center-error.svg")).hasSize(2);
    assertThat(texts("sharpness.svg")).contains("2/η = 6.667", "gradient-flow", "step", "GD");
  }

  @Test
  void curvesLieWhereTheAxesSay() throws Exception {
    SyntheticRun.in(directory, 300).finish("valley");
    render();
    String path = curves("column-y.svg").get(0).getAttribute("d");
    Panel panel =
        Panels.of(new RunDirectoryReader().read(directory)).stream()
            .filter(candidate -> candidate.id().equals("column-y"))
            .findFirst()
            .orElseThrow();
    double[] last = last(path);

    assertThat(last[0]).isEqualTo(640 - 22);
    double top = 8 + 20 + 6;
    double fraction = 1 - (last[1] - top) / (400 - 46 - top);
    Frame frame = Frame.linear(panel);
    Points points = panel.curves().get(0).points();
    assertThat(frame.low() + fraction * (frame.high() - frame.low()))
        .isCloseTo(points.y(points.size() - 1), org.assertj.core.data.Offset.offset(1e-3));
  }

  @Test
  void hostileNamesAndDivergedOrEmptyModelsStayWellFormed() throws Exception {
    SyntheticRun.in(directory, 300)
        .edgeFlow("<b>&\"")
        .divergedModel()
        .emptyModel()
        .finish("<b>&\"");
    render();

    for (String file : files()) {
      assertThat(document(file).getDocumentElement().getTagName()).isEqualTo("svg");
    }
    assertThat(texts("loss.svg")).contains("<b>&\"", "free-energy").doesNotContain("rod-flow");
    for (Element curve : curves("loss.svg")) {
      assertThat(curve.getAttribute("d")).doesNotContain("NaN").doesNotContain("Infinity");
    }
  }

  @Test
  void aPositiveLossIsDrawnOnBothScales() throws Exception {
    SyntheticRun.in(directory, 2).finish("positive");
    Files.writeString(
        directory.resolve("trajectories/gradient-descent.csv"), "step,loss\n0,100\n1,10\n2,1\n");
    render();

    assertThat(files()).containsExactly("loss-log.svg", "loss.svg");
    assertThat(texts("loss-log.svg")).contains("10⁰", "10¹", "10²");
    assertThat(texts("loss.svg")).contains("0", "20", "100");
  }

  @Test
  void aRunOfOneRowRenders() throws Exception {
    SyntheticRun.in(directory, 0).finish("start");
    render();

    assertThat(curves("loss.svg")).hasSize(2);
  }

  @Test
  void columnsWhoseNamesDifferOnlyInSignsGetTheirOwnFiles() throws Exception {
    SyntheticRun.in(directory, 2).finish("signs");
    Files.writeString(
        directory.resolve("trajectories/gradient-descent.csv"),
        "step,w/1,w:1\n0,1,2\n1,2,3\n2,3,4\n");
    render();

    assertThat(files()).hasSize(2);
  }

  @Test
  void bothReportersArePluggedIn() {
    assertThat(Registry.load().parts(Kind.REPORTER)).containsKeys("html", "figures");
  }

  private void render() throws IOException {
    new FiguresReporter(new FiguresReporter.Settings(640, 400, 2000)).report(directory);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("figures"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private Document document(String file) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(directory.resolve("figures").resolve(file).toFile());
  }

  private List<Element> curves(String file) throws Exception {
    return elements(file, "path")
        .filter(path -> path.getAttribute("class").equals("curve"))
        .toList();
  }

  private List<String> texts(String file) throws Exception {
    return elements(file, "text").map(Element::getTextContent).toList();
  }

  private Stream<Element> elements(String file, String tag) throws Exception {
    NodeList nodes = document(file).getElementsByTagName(tag);
    return IntStream.range(0, nodes.getLength()).mapToObj(i -> (Element) nodes.item(i));
  }

  private static double[] last(String path) {
    String[] parts = path.substring(path.lastIndexOf('L') + 1).split(" ", -1);
    return new double[] {Double.parseDouble(parts[0]), Double.parseDouble(parts[1])};
  }
}

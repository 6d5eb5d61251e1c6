package org.edgeflow.cli.report.pdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdfparser.PDFStreamParser;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.text.PDFTextStripper;
import org.edgeflow.cli.result.SyntheticRun;
import org.edgeflow.core.plugin.Kind;
import org.edgeflow.core.plugin.Registry;
import org.edgeflow.core.settings.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures for a paper, read back by PDFBox. */
class PdfReporterTest {
  private static final PdfReporter.Settings COLUMN = new PdfReporter.Settings(3.3, 2.2, 7, 2000);

  @TempDir Path directory;

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("figures"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private PDDocument document(String file) throws IOException {
    return Loader.loadPDF(directory.resolve("figures").resolve(file).toFile());
  }

  private String text(String file) throws IOException {
    try (PDDocument document = document(file)) {
      return new PDFTextStripper().getText(document);
    }
  }

  private static List<Object> tokens(PDDocument document) throws IOException {
    return new PDFStreamParser(document.getPage(0)).parse();
  }

  /** How often a curve's content begins and its one path is stroked. */
  private int curves(String file) throws IOException {
    try (PDDocument document = document(file)) {
      List<Object> tokens = tokens(document);
      int curves = 0;
      for (int i = 0; i < tokens.size(); i++) {
        if (tokens.get(i).equals(COSName.getPDFName("Curve"))) {
          List<String> operators =
              tokens.subList(i, tokens.size()).stream()
                  .filter(Operator.class::isInstance)
                  .map(operator -> ((Operator) operator).getName())
                  .takeWhile(name -> !name.equals("EMC"))
                  .toList();
          assertThat(operators).containsOnlyOnce("m").containsOnlyOnce("S").contains("l");
          curves++;
        }
      }
      return curves;
    }
  }

  @Test
  void everyPanelIsAPageOfAColumnsSizeWithOnePathForEachCurve() throws IOException {
    SyntheticRun.in(directory, 300).gradientFlow().edgeFlow("edge-flow").finish("valley");
    new PdfReporter(COLUMN).report(directory);

    assertThat(files())
        .containsExactly(
            "center-error.pdf",
            "column-curvature.pdf",
            "column-x.pdf",
            "column-y.pdf",
            "loss.pdf",
            "oscillation.pdf",
            "relative-center-error.pdf",
            "sharpness.pdf");
    assertThat(curves("loss.pdf")).isEqualTo(4);
    assertThat(curves("sharpness.pdf")).isEqualTo(3);
    assertThat(curves("center-error.pdf")).isEqualTo(2);
    try (PDDocument document = document("loss.pdf")) {
      assertThat(document.getNumberOfPages()).isEqualTo(1);
      PDPage page = document.getPage(0);
      assertThat(page.getMediaBox().getWidth()).isCloseTo(3.3f * 72, within(0.01f));
      assertThat(page.getMediaBox().getHeight()).isCloseTo(2.2f * 72, within(0.01f));
      assertThat(document.getDocumentInformation().getTitle()).isEqualTo("Loss");
    }
  }

  @Test
  void textsCanBeSearchedGreekLettersAmongThem() throws IOException {
    SyntheticRun.in(directory, 300).gradientFlow().edgeFlow("edge-flow").finish("valley");
    new PdfReporter(COLUMN).report(directory);

    assertThat(text("sharpness.pdf"))
        .contains("2/η = 6.667", "gradient-flow", "step", "GD")
        .doesNotContain("?");
    assertThat(text("column-curvature.pdf")).contains("uᵀ");
  }

  @Test
  void itsFontIsInTheFile() throws IOException {
    SyntheticRun.in(directory, 10).finish("valley");
    new PdfReporter(COLUMN).report(directory);

    try (PDDocument document = document("loss.pdf")) {
      for (COSName name : document.getPage(0).getResources().getFontNames()) {
        PDFont font = document.getPage(0).getResources().getFont(name);
        assertThat(font.isEmbedded()).isTrue();
        assertThat(font.getName()).endsWith("LiberationSans");
      }
    }
    assertThat(Files.size(directory.resolve("figures/loss.pdf"))).isLessThan(30_000);
  }

  @Test
  void exponentsAreSetAsSuch() throws IOException {
    SyntheticRun.in(directory, 2).finish("positive");
    Files.writeString(
        directory.resolve("trajectories/gradient-descent.csv"),
        "step,loss\n0,100\n1,1\n2,0.0001\n");
    new PdfReporter(COLUMN).report(directory);

    assertThat(files()).containsExactly("loss-log.pdf", "loss.pdf");
    assertThat(text("loss-log.pdf")).contains("10−4").doesNotContain("?");
    assertThat(text("loss.pdf")).contains("100");
  }

  @Test
  void hostileNamesAndDivergedOrEmptyModelsAreDrawn() throws IOException {
    SyntheticRun.in(directory, 300)
        .edgeFlow("<b>&\" (tj) ∇森")
        .divergedModel()
        .emptyModel()
        .finish("<b>&\"");
    new PdfReporter(COLUMN).report(directory);

    assertThat(text("loss.pdf")).contains("<b>&\" (tj) ??", "free-energy");
  }

  @Test
  void aRunOfOneRowIsADot() throws IOException {
    SyntheticRun.in(directory, 0).finish("start");
    new PdfReporter(COLUMN).report(directory);

    assertThat(curves("loss.pdf")).isEqualTo(2);
  }

  @Test
  void equalRunsMakeEqualFiles() throws IOException {
    SyntheticRun.in(directory, 30).finish("valley");
    new PdfReporter(COLUMN).report(directory);
    byte[] first = Files.readAllBytes(directory.resolve("figures/loss.pdf"));
    new PdfReporter(COLUMN).report(directory);

    assertThat(Files.readAllBytes(directory.resolve("figures/loss.pdf"))).isEqualTo(first);
  }

  @Test
  void withoutTheLibraryOneMessageSaysSo() {
    assertThatThrownBy(() -> PdfLibrary.require(ClassLoader.getPlatformClassLoader()))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("the report 'pdf' needs Apache PDFBox")
        .hasMessageContaining("`edgeflow report DIR --reports pdf`");
    PdfLibrary.require(getClass().getClassLoader());
  }

  @Test
  void itIsPluggedInAndMadeOnlyWhereItIsAskedFor() {
    assertThat(Registry.load().parts(Kind.REPORTER).get("pdf").byDefault()).isFalse();
  }
}

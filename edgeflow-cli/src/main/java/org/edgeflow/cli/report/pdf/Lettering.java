package org.edgeflow.cli.report.pdf;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.apache.pdfbox.pdmodel.graphics.state.RenderingMode;
import org.apache.pdfbox.util.Matrix;

/**
 * Texts of a picture, in Liberation Sans, of which the file holds the letters that it uses: as wide
 * as Helvetica, with the Greek letters and signs that Helvetica lacks. Exponents and indices are
 * letters set higher or lower, and smaller; what the font has no glyph for is a question mark.
 */
final class Lettering {
  private static final String FONT = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";
  private static final String RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻";
  private static final String RAISED_PLAIN = "0123456789−";
  private static final String LOWERED = "₀₁₂₃₄₅₆₇₈₉ₐₖₘₓ₊₋";
  private static final String LOWERED_PLAIN = "0123456789akmx+−";
  private static final double SMALLER = 0.7;
  private static final double RAISE = 0.35;
  private static final double LOWER = -0.15;

  private final PDFont font;
  private final double size;

  /** For a document whose texts have a size in points. */
  Lettering(PDDocument document, double size) throws IOException {
    try (InputStream file = PDDocument.class.getResourceAsStream(FONT)) {
      if (file == null) {
        throw new IOException("Apache PDFBox is without its font " + FONT);
      }
      font = PDType0Font.load(document, file, true);
    }
    this.size = size;
  }

  /** Where a text stands of the point that it is written at. */
  enum Anchor {
    START,
    MIDDLE,
    END
  }

  /** Letters that are set alike, so much above the line, in sizes of the text. */
  private record Run(String text, double rise) {
    double size(double whole) {
      return rise == 0 ? whole : SMALLER * whole;
    }
  }

  double size() {
    return size;
  }

  /** Of a text in points. */
  double width(String text) throws IOException {
    double width = 0;
    for (Run run : runs(text)) {
      width += width(run);
    }
    return width;
  }

  private double width(Run run) throws IOException {
    return font.getStringWidth(run.text()) / 1000 * run.size(size);
  }

  /** Writes a text on its baseline. */
  void write(PDPageContentStream page, double x, double y, Anchor anchor, String text)
      throws IOException {
    show(page, Matrix.getTranslateInstance((float) (x - before(anchor, text)), (float) y), text);
  }

  /** Writes a text upwards, its middle at a point. */
  void writeUpwards(PDPageContentStream page, double x, double y, String text) throws IOException {
    Matrix turned = Matrix.getRotateInstance(Math.PI / 2, (float) x, (float) y);
    turned.translate((float) -before(Anchor.MIDDLE, text), 0);
    show(page, turned, text);
  }

  /** Writes a text with a white rim, so that it can be read on lines. */
  void writeRimmed(PDPageContentStream page, double x, double y, Anchor anchor, String text)
      throws IOException {
    page.saveGraphicsState();
    page.setStrokingColor(1f);
    page.setLineWidth((float) (0.25 * size));
    page.setLineJoinStyle(1);
    page.setRenderingMode(RenderingMode.STROKE);
    write(page, x, y, anchor, text);
    page.restoreGraphicsState();
    write(page, x, y, anchor, text);
  }

  private double before(Anchor anchor, String text) throws IOException {
    return switch (anchor) {
      case START -> 0;
      case MIDDLE -> width(text) / 2;
      case END -> width(text);
    };
  }

  private void show(PDPageContentStream page, Matrix start, String text) throws IOException {
    if (text.isEmpty()) {
      return;
    }
    page.beginText();
    page.setTextMatrix(start);
    for (Run run : runs(text)) {
      page.setFont(font, (float) run.size(size));
      page.setTextRise((float) (run.rise() * size));
      page.showText(run.text());
    }
    page.setTextRise(0);
    page.endText();
  }

  private List<Run> runs(String text) {
    List<Run> runs = new ArrayList<>();
    StringBuilder current = new StringBuilder();
    double rise = 0;
    for (int point : text.codePoints().toArray()) {
      int raised = RAISED.indexOf(point);
      int lowered = LOWERED.indexOf(point);
      double own = raised >= 0 ? RAISE : lowered >= 0 ? LOWER : 0;
      if (own != rise && current.length() > 0) {
        runs.add(new Run(current.toString(), rise));
        current.setLength(0);
      }
      rise = own;
      if (raised >= 0) {
        current.append(RAISED_PLAIN.charAt(raised));
      } else if (lowered >= 0) {
        current.append(LOWERED_PLAIN.charAt(lowered));
      } else {
        current.append(known(point));
      }
    }
    if (current.length() > 0) {
      runs.add(new Run(current.toString(), rise));
    }
    return runs;
  }

  private String known(int point) {
    String letter = Character.toString(point);
    try {
      font.encode(letter);
      return letter;
    } catch (IllegalArgumentException | IOException missing) {
      return "?";
    }
  }
}

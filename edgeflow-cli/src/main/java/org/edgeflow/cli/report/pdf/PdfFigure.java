package org.edgeflow.cli.report.pdf;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.edgeflow.cli.report.panel.Axis;
import org.edgeflow.cli.report.panel.Curve;
import org.edgeflow.cli.report.panel.Frame;
import org.edgeflow.cli.report.panel.Palette;
import org.edgeflow.cli.report.panel.Panel;
import org.edgeflow.cli.report.pdf.Lettering.Anchor;
import org.edgeflow.cli.result.Points;

/**
 * Draws one panel as a page as large as the picture: one path a curve, marked as content {@code
 * Curve}, and real text. Lengths are points, 72 an inch, from the lower left corner.
 */
final class PdfFigure {
  private static final double INCH = 72;
  private static final double MARGIN = 2;

  /** The strokes' pixels are those of a picture 640 wide; a column is about 240 points. */
  private static final double POINTS_A_PIXEL = 0.4;

  private static final float[] DASHES = {3, 2};
  private static final float[] LEVEL = {2.8f, 1.6f};
  private static final float[] MOMENT = {0.7f, 1.3f};
  private static final float[] SOLID = {};
  private static final double FARTHEST = 10_000;

  private final PdfReporter.Settings settings;
  private final Panel panel;
  private final PDPageContentStream page;
  private final Lettering letters;
  private final double text;
  private final Axis steps;
  private final Axis values;
  private final double right;
  private final double bottom;
  private double top;
  private double left;

  private PdfFigure(
      PdfReporter.Settings settings, Panel panel, PDPageContentStream page, Lettering letters) {
    this.settings = settings;
    this.panel = panel;
    this.page = page;
    this.letters = letters;
    this.text = letters.size();
    Frame frame = panel.logarithmic() ? Frame.logarithmic(panel) : Frame.linear(panel);
    this.steps = new Axis(0, Math.max(1, panel.lastStep()), false);
    this.values = new Axis(frame.low(), frame.high(), panel.logarithmic());
    this.right = settings.width() * INCH - 1.2 * text;
    this.bottom = MARGIN + 2.8 * text;
  }

  /**
   * A panel as a PDF document.
   *
   * @return the file's bytes; equal pictures make equal ones
   */
  static byte[] of(Panel panel, PdfReporter.Settings settings) throws IOException {
    try (PDDocument document = new PDDocument()) {
      PDPage sheet =
          new PDPage(
              new PDRectangle(
                  (float) (settings.width() * INCH), (float) (settings.height() * INCH)));
      document.addPage(sheet);
      PDDocumentInformation about = document.getDocumentInformation();
      about.setTitle(panel.title());
      about.setSubject(panel.caption());
      about.setCreator("EdgeFlow");
      document.setDocumentId(0L);
      try (PDPageContentStream page = new PDPageContentStream(document, sheet)) {
        new PdfFigure(settings, panel, page, new Lettering(document, settings.text())).draw();
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      document.save(bytes);
      return bytes.toByteArray();
    }
  }

  private void draw() throws IOException {
    left = MARGIN + 1.2 * text;
    legend();
    List<Axis.Tick> ticks = values.ticks((int) ((top - bottom) / (2.6 * text)));
    double widest = 0;
    for (Axis.Tick tick : ticks) {
      widest = Math.max(widest, letters.width(tick.label()));
    }
    left += widest + 0.8 * text;
    axes(ticks);
    page.saveGraphicsState();
    page.addRect((float) left, (float) bottom, (float) (right - left), (float) (top - bottom));
    page.clip();
    marks();
    for (Curve curve : panel.curves()) {
      curve(curve);
    }
    page.restoreGraphicsState();
    markLabels();
    pen(Palette.BLACK, 0.5, SOLID);
    page.addRect((float) left, (float) bottom, (float) (right - left), (float) (top - bottom));
    page.stroke();
  }

  /** A line of the legend begins at the left of the page: a column has no room to spare. */
  private void legend() throws IOException {
    double first = MARGIN + 1.2 * text;
    double x = first;
    double y = settings.height() * INCH - MARGIN - 0.7 * text;
    for (Curve curve : panel.curves()) {
      double width = 2.4 * text + letters.width(curve.label());
      if (x > first && x + width > right) {
        x = first;
        y -= 1.3 * text;
      }
      pen(curve);
      line(x, y, x + 1.9 * text, y);
      ink(Palette.BLACK);
      letters.write(page, x + 2.3 * text, y - 0.35 * text, Anchor.START, curve.label());
      x += width + text;
    }
    top = y - text;
  }

  private void axes(List<Axis.Tick> ticks) throws IOException {
    ink(Palette.BLACK);
    for (Axis.Tick tick : ticks) {
      double y = y(tick.at());
      pen("#e4e4e4", 0.4, SOLID);
      line(left, y, right, y);
      pen(Palette.BLACK, 0.5, SOLID);
      line(left - 0.3 * text, y, left, y);
      letters.write(page, left - 0.5 * text, y - 0.35 * text, Anchor.END, tick.label());
    }
    pen(Palette.BLACK, 0.5, SOLID);
    for (Axis.Tick tick : steps.ticks((int) ((right - left) / (5 * text)))) {
      double x = x(tick.at());
      line(x, bottom - 0.3 * text, x, bottom);
      letters.write(page, x, bottom - 1.3 * text, Anchor.MIDDLE, tick.label());
    }
    letters.write(page, (left + right) / 2, MARGIN + 0.25 * text, Anchor.MIDDLE, "step");
    letters.writeUpwards(page, MARGIN + 0.8 * text, (top + bottom) / 2, panel.ordinate());
  }

  private void marks() throws IOException {
    for (Panel.Mark mark : panel.levels()) {
      pen(mark.color(), 0.6, LEVEL);
      line(left, y(mark.at()), right, y(mark.at()));
    }
    for (Panel.Mark mark : panel.moments()) {
      pen(mark.color(), 0.6, MOMENT);
      line(x(mark.at()), bottom, x(mark.at()), top);
    }
  }

  private void markLabels() throws IOException {
    for (Panel.Mark mark : panel.levels()) {
      ink(mark.color());
      // Under the line, where there is room: at the edge, curves are over it.
      double below = y(mark.at()) - 0.95 * text;
      double y = below > bottom + 0.3 * text ? below : y(mark.at()) + 0.3 * text;
      letters.writeRimmed(page, right - 0.3 * text, y, Anchor.END, mark.label());
    }
    for (Panel.Mark mark : panel.moments()) {
      ink(mark.color());
      boolean before = steps.fraction(mark.at()) > 0.6;
      double x = x(mark.at()) + (before ? -0.3 : 0.3) * text;
      Anchor anchor = before ? Anchor.END : Anchor.START;
      letters.writeRimmed(page, x, top - 1.1 * text, anchor, mark.label());
    }
  }

  private void curve(Curve curve) throws IOException {
    Points points =
        (panel.logarithmic() ? curve.points().positive() : curve.points())
            .thinned(settings.points());
    if (points.size() == 0) {
      return;
    }
    page.beginMarkedContent(COSName.getPDFName("Curve"));
    pen(curve);
    // A path of one point is invisible; a line of no length with round caps is a dot.
    page.setLineCapStyle(points.size() == 1 ? 1 : 0);
    page.moveTo((float) x(points.x(0)), (float) y(points.y(0)));
    for (int i = points.size() == 1 ? 0 : 1; i < points.size(); i++) {
      page.lineTo((float) x(points.x(i)), (float) y(points.y(i)));
    }
    page.stroke();
    page.endMarkedContent();
  }

  private void line(double x1, double y1, double x2, double y2) throws IOException {
    page.moveTo((float) x1, (float) y1);
    page.lineTo((float) x2, (float) y2);
    page.stroke();
  }

  private void pen(Curve curve) throws IOException {
    Curve.Stroke stroke = curve.stroke();
    pen(stroke.color(), POINTS_A_PIXEL * stroke.width(), stroke.dashed() ? DASHES : SOLID);
  }

  private void pen(String color, double width, float[] dashes) throws IOException {
    page.setStrokingColor(part(color, 0), part(color, 1), part(color, 2));
    page.setLineWidth((float) width);
    page.setLineJoinStyle(1);
    page.setLineDashPattern(dashes, 0);
  }

  private void ink(String color) throws IOException {
    page.setNonStrokingColor(part(color, 0), part(color, 1), part(color, 2));
  }

  /** One of the three parts of {@code #rrggbb}. */
  private static float part(String color, int which) {
    return Integer.parseInt(color.substring(1 + 2 * which, 3 + 2 * which), 16) / 255f;
  }

  private double x(double step) {
    return left + steps.fraction(step) * (right - left);
  }

  /** Where a value lies; one far outside stays near enough for every reader of PDFs. */
  private double y(double value) {
    double y = bottom + values.fraction(value) * (top - bottom);
    return Math.max(-FARTHEST, Math.min(FARTHEST, y));
  }
}

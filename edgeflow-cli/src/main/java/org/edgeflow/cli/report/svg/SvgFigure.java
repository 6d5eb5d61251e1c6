package org.edgeflow.cli.report.svg;

import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.edgeflow.cli.report.panel.Axis;
import org.edgeflow.cli.report.panel.Curve;
import org.edgeflow.cli.report.panel.Frame;
import org.edgeflow.cli.report.panel.Palette;
import org.edgeflow.cli.report.panel.Panel;
import org.edgeflow.cli.result.Points;

/**
 * Draws one panel as an SVG for a paper: one path a curve and real text, so that it can be edited
 * and searched. Needs no display and no fonts, and therefore works wherever a JDK does; plotting
 * libraries for Java lay out with AWT, which on a bare JDK finds no font, and XChart writes a curve
 * as thousands of separate lines.
 */
final class SvgFigure {
  private static final int LEFT = 76;
  private static final int RIGHT = 22;
  private static final int BOTTOM = 46;
  private static final int TEXT = 13;
  private static final int ROW = 20;

  private final FiguresReporter.Settings settings;
  private final Panel panel;
  private final SvgDocument svg;
  private final Axis steps;
  private final Axis values;
  private int top;

  /**
   * Draws into {@code xml}.
   *
   * @param xml modified
   */
  SvgFigure(FiguresReporter.Settings settings, Panel panel, XMLStreamWriter xml) {
    this.settings = settings;
    this.panel = panel;
    this.svg = new SvgDocument(xml);
    Frame frame = panel.logarithmic() ? Frame.logarithmic(panel) : Frame.linear(panel);
    this.steps = new Axis(0, Math.max(1, panel.lastStep()), false);
    this.values = new Axis(frame.low(), frame.high(), panel.logarithmic());
  }

  /** Writes the document. */
  void write() throws XMLStreamException {
    svg.begin(settings.width(), settings.height(), TEXT);
    svg.element("title", panel.title());
    svg.element("desc", panel.caption());
    svg.shape("rect", "width", settings.width(), "height", settings.height(), "fill", "#ffffff");
    legend();
    clip();
    axes();
    svg.open("g", "clip-path", "url(#plot)", "fill", "none", "stroke-linejoin", "round");
    marks();
    for (Curve curve : panel.curves()) {
      curve(curve);
    }
    svg.close();
    markLabels();
    svg.shape(
        "rect",
        "x",
        LEFT,
        "y",
        top,
        "width",
        right() - LEFT,
        "height",
        bottom() - top,
        "fill",
        "none",
        "stroke",
        Palette.BLACK);
    svg.end();
  }

  private void legend() throws XMLStreamException {
    double x = LEFT;
    double y = 8 + ROW / 2.0;
    for (Curve curve : panel.curves()) {
      double width = 36 + textWidth(curve.label());
      if (x > LEFT && x + width > right()) {
        x = LEFT;
        y += ROW;
      }
      svg.shape(
          "line",
          "x1",
          x,
          "y1",
          y,
          "x2",
          x + 26,
          "y2",
          y,
          "stroke",
          curve.stroke().color(),
          "stroke-width",
          curve.stroke().width(),
          "stroke-dasharray",
          curve.stroke().dashed() ? "6 4" : "none");
      svg.text(x + 31, y + 4.5, "start", Palette.BLACK, curve.label());
      x += width + 14;
    }
    top = (int) (y + ROW / 2.0 + 6);
  }

  private void clip() throws XMLStreamException {
    svg.open("clipPath", "id", "plot");
    svg.shape("rect", "x", LEFT, "y", top, "width", right() - LEFT, "height", bottom() - top);
    svg.close();
  }

  private void axes() throws XMLStreamException {
    for (Axis.Tick tick : values.ticks((bottom() - top) / 45)) {
      double y = y(tick.at());
      svg.shape("line", "x1", LEFT, "y1", y, "x2", right(), "y2", y, "stroke", "#e4e4e4");
      svg.shape("line", "x1", LEFT - 5, "y1", y, "x2", LEFT, "y2", y, "stroke", Palette.BLACK);
      svg.text(LEFT - 9, y + 4.5, "end", Palette.BLACK, tick.label());
    }
    for (Axis.Tick tick : steps.ticks((right() - LEFT) / 80)) {
      double x = x(tick.at());
      svg.shape(
          "line", "x1", x, "y1", bottom(), "x2", x, "y2", bottom() + 5, "stroke", Palette.BLACK);
      svg.text(x, bottom() + 19, "middle", Palette.BLACK, tick.label());
    }
    svg.text((LEFT + right()) / 2.0, settings.height() - 8, "middle", Palette.BLACK, "step");
    svg.open(
        "g",
        "transform",
        "translate(17 " + SvgDocument.decimal((top + bottom()) / 2.0) + ") rotate(-90)");
    svg.text(0, 0, "middle", Palette.BLACK, panel.ordinate());
    svg.close();
  }

  private void marks() throws XMLStreamException {
    for (Panel.Mark mark : panel.levels()) {
      double y = y(mark.at());
      svg.shape(
          "line",
          "x1",
          LEFT,
          "y1",
          y,
          "x2",
          right(),
          "y2",
          y,
          "stroke",
          mark.color(),
          "stroke-width",
          1.2,
          "stroke-dasharray",
          "7 4");
    }
    for (Panel.Mark mark : panel.moments()) {
      double x = x(mark.at());
      svg.shape(
          "line",
          "x1",
          x,
          "y1",
          top,
          "x2",
          x,
          "y2",
          bottom(),
          "stroke",
          mark.color(),
          "stroke-width",
          1.2,
          "stroke-dasharray",
          "1.5 3");
    }
  }

  private void markLabels() throws XMLStreamException {
    for (Panel.Mark mark : panel.levels()) {
      // Under the line, where there is room: at the edge, curves are over it.
      double y = y(mark.at());
      svg.text(right() - 5, y + (y + 20 < bottom() ? 15 : -5), "end", mark.color(), mark.label());
    }
    for (Panel.Mark mark : panel.moments()) {
      boolean right = steps.fraction(mark.at()) > 0.6;
      double x = x(mark.at()) + (right ? -5 : 5);
      svg.text(x, top + 15, right ? "end" : "start", mark.color(), mark.label());
    }
  }

  private void curve(Curve curve) throws XMLStreamException {
    Points points =
        (panel.logarithmic() ? curve.points().positive() : curve.points())
            .thinned(settings.points());
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < points.size(); i++) {
      path.append(i == 0 ? 'M' : 'L')
          .append(SvgDocument.decimal(x(points.x(i))))
          .append(' ')
          .append(SvgDocument.decimal(y(points.y(i))));
    }
    if (points.size() == 1) {
      // A path of one point is invisible; a line of no length with round caps is a dot.
      path.append("h0");
    }
    svg.shape(
        "path",
        "class",
        "curve",
        "d",
        path,
        "stroke",
        curve.stroke().color(),
        "stroke-width",
        curve.stroke().width(),
        "stroke-dasharray",
        curve.stroke().dashed() ? "6 4" : "none",
        "stroke-linecap",
        points.size() == 1 ? "round" : "butt");
  }

  private int right() {
    return settings.width() - RIGHT;
  }

  private int bottom() {
    return settings.height() - BOTTOM;
  }

  private double x(double step) {
    return LEFT + steps.fraction(step) * (right() - LEFT);
  }

  /** Where a value lies; one far outside stays near enough for every reader of SVGs. */
  private double y(double value) {
    double y = bottom() - values.fraction(value) * (bottom() - top);
    return Math.max(-10_000, Math.min(10_000, y));
  }

  private static double textWidth(String text) {
    return 0.53 * TEXT * text.length();
  }
}

package org.edgeflow.cli.report;

import java.util.Locale;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.edgeflow.cli.result.Points;

/**
 * Draws one panel as an SVG for a paper: one path a curve and real text, so that it can be edited
 * and searched. Needs no display and no fonts, and therefore works wherever a JDK does; plotting
 * libraries for Java lay out with AWT, which on a bare JDK finds no font, and XChart writes a curve
 * as thousands of separate lines.
 */
final class SvgFigure {
  private static final String NAMESPACE = "http://www.w3.org/2000/svg";
  private static final int LEFT = 76;
  private static final int RIGHT = 22;
  private static final int BOTTOM = 46;
  private static final int TEXT = 13;
  private static final int ROW = 20;

  private final FiguresReporter.Settings settings;
  private final Panel panel;
  private final XMLStreamWriter xml;
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
    this.xml = xml;
    Frame frame = panel.logarithmic() ? Frame.logarithmic(panel) : Frame.linear(panel);
    this.steps = new Axis(0, Math.max(1, panel.lastStep()), false);
    this.values = new Axis(frame.low(), frame.high(), panel.logarithmic());
  }

  /** Writes the document. */
  void write() throws XMLStreamException {
    xml.writeStartDocument("UTF-8", "1.0");
    xml.writeCharacters("\n");
    xml.setDefaultNamespace(NAMESPACE);
    xml.writeStartElement(NAMESPACE, "svg");
    xml.writeDefaultNamespace(NAMESPACE);
    attributes(
        "width",
        settings.width(),
        "height",
        settings.height(),
        "viewBox",
        "0 0 " + settings.width() + " " + settings.height(),
        "font-family",
        "Helvetica, Arial, 'Liberation Sans', sans-serif",
        "font-size",
        TEXT,
        "role",
        "img");
    element("title", panel.title());
    element("desc", panel.caption());
    shape("rect", "width", settings.width(), "height", settings.height(), "fill", "#ffffff");
    legend();
    clip();
    axes();
    open("g", "clip-path", "url(#plot)", "fill", "none", "stroke-linejoin", "round");
    marks();
    for (Curve curve : panel.curves()) {
      curve(curve);
    }
    xml.writeEndElement();
    markLabels();
    shape(
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
    xml.writeEndElement();
    xml.writeEndDocument();
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
      shape(
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
      text(x + 31, y + 4.5, "start", Palette.BLACK, curve.label());
      x += width + 14;
    }
    top = (int) (y + ROW / 2.0 + 6);
  }

  private void clip() throws XMLStreamException {
    open("clipPath", "id", "plot");
    shape("rect", "x", LEFT, "y", top, "width", right() - LEFT, "height", bottom() - top);
    xml.writeEndElement();
  }

  private void axes() throws XMLStreamException {
    for (Axis.Tick tick : values.ticks((bottom() - top) / 45)) {
      double y = y(tick.at());
      shape("line", "x1", LEFT, "y1", y, "x2", right(), "y2", y, "stroke", "#e4e4e4");
      shape("line", "x1", LEFT - 5, "y1", y, "x2", LEFT, "y2", y, "stroke", Palette.BLACK);
      text(LEFT - 9, y + 4.5, "end", Palette.BLACK, tick.label());
    }
    for (Axis.Tick tick : steps.ticks((right() - LEFT) / 80)) {
      double x = x(tick.at());
      shape("line", "x1", x, "y1", bottom(), "x2", x, "y2", bottom() + 5, "stroke", Palette.BLACK);
      text(x, bottom() + 19, "middle", Palette.BLACK, tick.label());
    }
    text((LEFT + right()) / 2.0, settings.height() - 8, "middle", Palette.BLACK, "step");
    open("g", "transform", "translate(17 " + decimal((top + bottom()) / 2.0) + ") rotate(-90)");
    text(0, 0, "middle", Palette.BLACK, panel.ordinate());
    xml.writeEndElement();
  }

  private void marks() throws XMLStreamException {
    for (Panel.Mark mark : panel.levels()) {
      double y = y(mark.at());
      shape(
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
      shape(
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
      text(right() - 5, y(mark.at()) - 5, "end", mark.color(), mark.label());
    }
    for (Panel.Mark mark : panel.moments()) {
      boolean right = steps.fraction(mark.at()) > 0.6;
      double x = x(mark.at()) + (right ? -5 : 5);
      text(x, top + 15, right ? "end" : "start", mark.color(), mark.label());
    }
  }

  private void curve(Curve curve) throws XMLStreamException {
    Points points =
        (panel.logarithmic() ? curve.points().positive() : curve.points())
            .thinned(settings.points());
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < points.size(); i++) {
      path.append(i == 0 ? 'M' : 'L')
          .append(decimal(x(points.x(i))))
          .append(' ')
          .append(decimal(y(points.y(i))));
    }
    if (points.size() == 1) {
      // A path of one point is invisible; a line of no length with round caps is a dot.
      path.append("h0");
    }
    shape(
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

  private void text(double x, double y, String anchor, String color, String text)
      throws XMLStreamException {
    if (!text.isEmpty()) {
      open(
          "text",
          "x",
          x,
          "y",
          y,
          "text-anchor",
          anchor,
          "fill",
          color,
          "stroke",
          "#ffffff",
          "stroke-width",
          3,
          "stroke-linejoin",
          "round",
          "paint-order",
          "stroke");
      xml.writeCharacters(characters(text));
      xml.writeEndElement();
      xml.writeCharacters("\n");
    }
  }

  private void element(String name, String text) throws XMLStreamException {
    open(name);
    xml.writeCharacters(characters(text));
    xml.writeEndElement();
    xml.writeCharacters("\n");
  }

  private void open(String name, Object... attributes) throws XMLStreamException {
    xml.writeStartElement(NAMESPACE, name);
    attributes(attributes);
  }

  private void shape(String name, Object... attributes) throws XMLStreamException {
    xml.writeEmptyElement(NAMESPACE, name);
    attributes(attributes);
    xml.writeCharacters("\n");
  }

  private void attributes(Object... namesAndValues) throws XMLStreamException {
    for (int i = 0; i < namesAndValues.length; i += 2) {
      Object value = namesAndValues[i + 1];
      xml.writeAttribute(
          namesAndValues[i].toString(),
          value instanceof Double number ? decimal(number) : value.toString());
    }
  }

  private static String decimal(double value) {
    String text = String.format(Locale.ROOT, "%.2f", value);
    return text.endsWith(".00") ? text.substring(0, text.length() - 3) : text;
  }

  /** What XML cannot hold even when escaped is shown as unreadable. */
  private static String characters(String text) {
    return text.replaceAll("[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\uFFFE\\uFFFF]", "\uFFFD");
  }
}

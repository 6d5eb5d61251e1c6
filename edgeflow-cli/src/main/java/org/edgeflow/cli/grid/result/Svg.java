package org.edgeflow.cli.grid.result;

import java.util.Locale;
import org.edgeflow.cli.report.Html;

/** A picture inside a page, element by element. */
final class Svg {
  private final StringBuilder text = new StringBuilder();

  Svg(int width, int height, String title) {
    text.append(
        String.format(
            Locale.ROOT,
            "<svg viewBox=\"0 0 %d %d\" width=\"%d\" role=\"img\" aria-label=\"%s\""
                + " style=\"max-width:100%%;font-size:13px\">%n",
            width,
            height,
            width,
            Html.escape(title)));
  }

  void line(double x1, double y1, double x2, double y2, String color, double width) {
    text.append(
        String.format(
            Locale.ROOT,
            "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\""
                + " stroke-width=\"%.1f\"/>%n",
            x1,
            y1,
            x2,
            y2,
            color,
            width));
  }

  void dot(double x, double y, String color, String title) {
    text.append(
        String.format(
            Locale.ROOT,
            "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\" fill=\"%s\"><title>%s</title></circle>%n",
            x,
            y,
            color,
            Html.escape(title)));
  }

  /** A path through points that are there already, as in {@code M0 0L1 1}. */
  void path(String points, String color, boolean dashed) {
    text.append(
        String.format(
            Locale.ROOT,
            "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.6\"%s/>%n",
            points,
            color,
            dashed ? " stroke-dasharray=\"6 4\"" : ""));
  }

  void text(double x, double y, String anchor, String words) {
    text.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"currentColor\">%s</text>%n",
            x,
            y,
            anchor,
            Html.escape(words)));
  }

  /** A text that reads upwards. */
  void upwards(double x, double y, String words) {
    text.append(
        String.format(
            Locale.ROOT,
            "<text transform=\"translate(%.1f %.1f) rotate(-90)\" text-anchor=\"middle\""
                + " fill=\"currentColor\">%s</text>%n",
            x,
            y,
            Html.escape(words)));
  }

  String end() {
    return text.append("</svg>\n").toString();
  }
}

package org.edgeflow.cli.report;

import org.edgeflow.cli.result.Points;

/**
 * One curve of a panel.
 *
 * @param label what the legend says
 * @param key curves of one key, in all panels, are shown and hidden together
 * @param points at full resolution
 * @param stroke how it is drawn
 * @param framing whether the axes make room for all of it; a diverged model may leave the picture
 */
record Curve(String label, String key, Points points, Stroke stroke, boolean framing) {

  /**
   * How a curve is drawn.
   *
   * @param color as {@code #rrggbb}
   * @param width in pixels
   * @param dashed for the colours' second round
   */
  record Stroke(String color, double width, boolean dashed) {
    /** The same, in another width. */
    Stroke width(double other) {
      return new Stroke(color, other, dashed);
    }

    /** The same, in another colour. */
    Stroke color(String other) {
      return new Stroke(other, width, dashed);
    }
  }

  /** The same curve of other points. */
  Curve with(Points other) {
    return new Curve(label, key, other, stroke, framing);
  }
}

package org.edgeflow.cli.report.panel;

import java.util.List;
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
public record Curve(String label, String key, Points points, Stroke stroke, boolean framing) {

  /**
   * How a curve is drawn.
   *
   * @param color as {@code #rrggbb}
   * @param width in pixels
   * @param dashed for the colours' second round
   */
  public record Stroke(String color, double width, boolean dashed) {
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

  /**
   * Of each curve what a logarithmic axis can show; curves of which that is nothing are left out.
   */
  public static List<Curve> positive(List<Curve> curves) {
    return curves.stream()
        .map(curve -> curve.with(curve.points().positive()))
        .filter(curve -> curve.points().size() > 0)
        .toList();
  }

  /** Whether all values are positive and the largest is over 30 times the smallest. */
  public static boolean spanDecades(List<Curve> curves) {
    double lowest = Double.POSITIVE_INFINITY;
    double highest = 0;
    for (Curve curve : curves) {
      for (int i = 0; i < curve.points().size(); i++) {
        lowest = Math.min(lowest, curve.points().y(i));
        highest = Math.max(highest, curve.points().y(i));
      }
    }
    return lowest > 0 && highest > 30 * lowest;
  }
}

package org.edgeflow.cli.report.panel;

import java.util.List;

/**
 * One picture: curves over GD's iteration number.
 *
 * @param id the name of its file, without the ending
 * @param title a few words
 * @param caption what is drawn, in full
 * @param ordinate the y axis' name
 * @param logarithmic whether the y axis is (at first) logarithmic
 * @param curves back to front; at least one has points
 * @param levels horizontal lines
 * @param moments vertical lines
 */
public record Panel(
    String id,
    String title,
    String caption,
    String ordinate,
    boolean logarithmic,
    List<Curve> curves,
    List<Mark> levels,
    List<Mark> moments) {

  /** The same panel under another id. */
  public Panel named(String other) {
    return new Panel(other, title, caption, ordinate, logarithmic, curves, levels, moments);
  }

  /** The same panel with another y axis. */
  public Panel logarithmic(boolean other) {
    return new Panel(id, title, caption, ordinate, other, curves, levels, moments);
  }

  /** The largest step of any curve. */
  public double lastStep() {
    return curves.stream()
        .filter(curve -> curve.points().size() > 0)
        .mapToDouble(curve -> curve.points().x(curve.points().size() - 1))
        .max()
        .orElse(1);
  }

  /**
   * A straight line across the panel.
   *
   * @param at where it crosses the axis
   * @param label what it marks
   * @param color as {@code #rrggbb}
   */
  public record Mark(double at, String label, String color) {}
}

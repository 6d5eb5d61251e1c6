package org.edgeflow.cli.report.panel;

import java.util.List;
import java.util.stream.DoubleStream;

/**
 * What a y axis shows at first: all framing curves and all levels, with a margin.
 *
 * @param low the lower end, below {@code high}; positive on a logarithmic axis
 * @param high the upper end
 */
public record Frame(double low, double high) {
  /** A logarithmic axis shows at most this many decades below its largest value. */
  private static final int DECADES = 12;

  /** The frame of a panel's linear axis. */
  public static Frame linear(Panel panel) {
    double[] values =
        DoubleStream.concat(
                values(panel.curves()), panel.levels().stream().mapToDouble(Panel.Mark::at))
            .sorted()
            .toArray();
    double low = values[0];
    double high = values[values.length - 1];
    double margin = high > low ? 0.05 * (high - low) : Math.max(0.05 * Math.abs(high), 1e-12);
    return new Frame(low - margin, high + margin);
  }

  /**
   * The frame of a panel's logarithmic axis. Where GD is drawn it sets the lower end, two decades
   * below its own smallest value: models may predict an oscillation far below rounding.
   */
  public static Frame logarithmic(Panel panel) {
    double high = values(panel.curves()).filter(value -> value > 0).max().orElse(1);
    double low = values(panel.curves()).filter(value -> value > 0).min().orElse(0.1);
    double floor =
        panel.curves().stream()
            .filter(curve -> curve.key().equals("gradient-descent"))
            .flatMapToDouble(curve -> DoubleStream.of(curve.points().y()))
            .filter(value -> value > 0)
            .min()
            .orElse(0);
    low = Math.max(low, Math.max(floor / 100, high * Math.pow(10, -DECADES)));
    double margin = Math.max(1.1, Math.pow(high / low, 0.05));
    return new Frame(low / margin, high * margin);
  }

  private static DoubleStream values(List<Curve> curves) {
    boolean any = curves.stream().anyMatch(curve -> curve.framing() && curve.points().size() > 0);
    return curves.stream()
        .filter(curve -> curve.framing() || !any)
        .flatMapToDouble(curve -> DoubleStream.of(curve.points().y()));
  }
}

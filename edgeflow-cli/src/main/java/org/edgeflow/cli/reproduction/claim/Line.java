package org.edgeflow.cli.reproduction.claim;

import java.util.Arrays;
import org.edgeflow.cli.result.Points;

/** The line through points, and where a curve meets one. */
public final class Line {
  private Line() {}

  /** The slope of the line of least squares; NaN for fewer than two different x. */
  public static double slope(double[] x, double[] y) {
    double meanX = Arrays.stream(x).average().orElse(Double.NaN);
    double meanY = Arrays.stream(y).average().orElse(Double.NaN);
    double covariance = 0;
    double variance = 0;
    for (int i = 0; i < x.length; i++) {
      covariance += (x[i] - meanX) * (y[i] - meanY);
      variance += (x[i] - meanX) * (x[i] - meanX);
    }
    return covariance / variance;
  }

  /** The logarithm of each number's modulus. */
  public static double[] logarithms(double[] values) {
    return Arrays.stream(values).map(value -> Math.log(Math.abs(value))).toArray();
  }

  /** Where a curve rises through a level, linear between its points. */
  public static double[] crossings(Points points, double level) {
    double[] at = new double[points.size()];
    int count = 0;
    for (int i = 1; i < points.size(); i++) {
      double before = points.y(i - 1) - level;
      double after = points.y(i) - level;
      if (before < 0 && after >= 0) {
        at[count++] = points.x(i) - (points.x(i) - points.x(i - 1)) * (after / (after - before));
      }
    }
    return Arrays.copyOf(at, count);
  }
}

package org.edgeflow.cli.result;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * The median of a figure over seeds, and its range; NaN where no seed has it.
 *
 * @param count how many seeds have it
 */
public record Spread(double median, double low, double high, int count) {

  /** Of the finite values. */
  public static Spread of(DoubleStream values) {
    double[] sorted = values.filter(Double::isFinite).sorted().toArray();
    int n = sorted.length;
    if (n == 0) {
      return new Spread(Double.NaN, Double.NaN, Double.NaN, 0);
    }
    double median = 0.5 * (sorted[(n - 1) / 2] + sorted[n / 2]);
    return new Spread(median, sorted[0], Arrays.stream(sorted).max().orElseThrow(), n);
  }

  /** As a cell of a table: {@code median (low–high)}, or the median alone where that is all. */
  public String text(int digits) {
    if (count == 0) {
      return "-";
    }
    return low == high
        ? figure(median, digits)
        : figure(median, digits) + " (" + figure(low, digits) + "–" + figure(high, digits) + ")";
  }

  /** A number with so many significant digits, as short as it goes. */
  public static String figure(double value, int digits) {
    if (!Double.isFinite(value)) {
      return "-";
    }
    if (value == Math.rint(value) && Math.abs(value) < 1e6) {
      return Long.toString((long) value);
    }
    double size = Math.abs(value);
    if (size < 1e-3 || size >= 1e6) {
      return String.format(Locale.ROOT, "%." + (digits - 1) + "e", value);
    }
    int decimals = Math.max(0, digits - 1 - (int) Math.floor(Math.log10(size)));
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}

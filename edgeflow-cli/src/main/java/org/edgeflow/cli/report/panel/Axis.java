package org.edgeflow.cli.report.panel;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * A number line and its round numbers.
 *
 * @param low the lower end; positive if logarithmic
 * @param high the upper end, above {@code low}
 * @param logarithmic whether equal ratios take equal lengths
 */
public record Axis(double low, double high, boolean logarithmic) {
  private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

  /** A labelled place on the axis. */
  public record Tick(double at, String label) {}

  /** Where a value lies: 0 at the lower end, 1 at the upper; beyond them outside the axis. */
  public double fraction(double value) {
    return logarithmic
        ? Math.log(value / low) / Math.log(high / low)
        : (value - low) / (high - low);
  }

  /**
   * Round numbers within the axis, at most about {@code wanted}: multiples of 1, 2 or 5 times a
   * power of ten, or on a logarithmic axis powers of ten.
   */
  public List<Tick> ticks(int wanted) {
    return logarithmic ? decades(wanted) : multiples(wanted);
  }

  private List<Tick> decades(int wanted) {
    int first = (int) Math.ceil(Math.log10(low) - 1e-9);
    int last = (int) Math.floor(Math.log10(high) + 1e-9);
    List<Tick> ticks = new ArrayList<>();
    if (last - first >= 2) {
      int stride = Math.max(1, (int) Math.ceil((last - first + 1) / (double) wanted));
      for (int exponent = first; exponent <= last; exponent++) {
        if (Math.floorMod(exponent, stride) == 0) {
          ticks.add(new Tick(Math.pow(10, exponent), power(exponent)));
        }
      }
      return ticks;
    }
    for (int exponent = first - 1; exponent <= last; exponent++) {
      for (int digit : new int[] {1, 2, 5}) {
        BigDecimal value = BigDecimal.valueOf(digit).scaleByPowerOfTen(exponent);
        if (value.doubleValue() >= low && value.doubleValue() <= high) {
          ticks.add(new Tick(value.doubleValue(), label(value, exponent)));
        }
      }
    }
    return ticks.size() >= 2 ? ticks : multiples(wanted);
  }

  private List<Tick> multiples(int wanted) {
    double rough = (high - low) / Math.max(1, wanted);
    int exponent = (int) Math.floor(Math.log10(rough));
    double digit = rough / Math.pow(10, exponent);
    BigDecimal step =
        BigDecimal.valueOf(digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10)
            .scaleByPowerOfTen(exponent);
    List<Tick> ticks = new ArrayList<>();
    BigDecimal value = BigDecimal.valueOf(low).divide(step, 0, RoundingMode.CEILING).multiply(step);
    for (; value.doubleValue() <= high; value = value.add(step)) {
      ticks.add(new Tick(value.doubleValue(), label(value, exponent)));
    }
    return ticks;
  }

  private static String label(BigDecimal value, int exponent) {
    BigDecimal tidy = value.stripTrailingZeros();
    if (tidy.signum() == 0) {
      return "0";
    }
    if (exponent >= -4 && Math.abs(tidy.doubleValue()) < 1e7) {
      String plain = tidy.abs().toPlainString();
      int point = plain.indexOf('.') < 0 ? plain.length() : plain.indexOf('.');
      StringBuilder grouped = new StringBuilder(plain);
      for (int i = point - 3; i > 0 && point > 4; i -= 3) {
        grouped.insert(i, ',');
      }
      return (tidy.signum() < 0 ? "−" : "") + grouped;
    }
    int order = tidy.precision() - tidy.scale() - 1;
    String digits = tidy.scaleByPowerOfTen(-order).toPlainString().replace('-', '−');
    return digits.equals("1") ? power(order) : digits + "·" + power(order);
  }

  private static String power(int exponent) {
    StringBuilder text = new StringBuilder("10");
    if (exponent < 0) {
      text.append('⁻');
    }
    Integer.toString(Math.abs(exponent))
        .chars()
        .forEach(digit -> text.append(SUPERSCRIPTS.charAt(digit - '0')));
    return text.toString();
  }
}

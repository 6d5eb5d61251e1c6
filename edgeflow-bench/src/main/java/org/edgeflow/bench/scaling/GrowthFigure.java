package org.edgeflow.bench.scaling;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * One growth on two logarithmic axes, as an SVG: points as measured, the fitted power law as a
 * line.
 */
final class GrowthFigure {
  private static final int WIDTH = 560;
  private static final int HEIGHT = 380;
  private static final int LEFT = 80;
  private static final int RIGHT = 20;
  private static final int TOP = 40;
  private static final int BOTTOM = 50;
  private static final double MARGIN = 1.15;
  private static final List<String> COLORS = List.of("#0072B2", "#D55E00");

  private final StringBuilder text = new StringBuilder();
  private final Growth growth;
  private final double left;
  private final double right;
  private final double low;
  private final double high;

  private GrowthFigure(Growth growth, List<ToDoubleFunction<StepCost>> quantities) {
    this.growth = growth;
    List<StepCost> costs = growth.costs();
    this.left = costs.stream().mapToDouble(StepCost::size).min().orElseThrow() / MARGIN;
    this.right = costs.stream().mapToDouble(StepCost::size).max().orElseThrow() * MARGIN;
    double[] values =
        quantities.stream().flatMapToDouble(q -> costs.stream().mapToDouble(q)).sorted().toArray();
    this.low = values[0] / MARGIN;
    this.high = values[values.length - 1] * MARGIN;
  }

  /** Seconds of a step. */
  static String time(Growth growth) {
    GrowthFigure figure = new GrowthFigure(growth, List.of(StepCost::seconds));
    figure.begin("seconds of a step");
    figure.curve(0, "a step", growth.time(), StepCost::seconds);
    return figure.end();
  }

  /** Bytes, with and without the data. */
  static String memory(Growth growth) {
    GrowthFigure figure = new GrowthFigure(growth, List.of(StepCost::memory, StepCost::working));
    figure.begin("bytes");
    figure.curve(0, "all of a run", growth.memory(), StepCost::memory);
    figure.curve(1, "beside its data", growth.working(), StepCost::working);
    return figure.end();
  }

  private void begin(String ordinate) {
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\""
            + " font-family=\"sans-serif\" font-size=\"13\">",
        WIDTH, HEIGHT, WIDTH, HEIGHT);
    add("<title>Edge Flow: %s against %s</title>", ordinate, growth.axis().label());
    add("<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>", WIDTH, HEIGHT);
    add(
        "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"none\" stroke=\"#000000\"/>",
        LEFT, TOP, WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM);
    for (StepCost cost : growth.costs()) {
      add(
          "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%d</text>",
          x(cost.size()), HEIGHT - BOTTOM + 18, cost.size());
    }
    for (double tick = Math.pow(10, Math.floor(Math.log10(low))); tick <= high; tick *= 10) {
      for (int digit : new int[] {1, 2, 5}) {
        double value = digit * tick;
        if (value >= low && value <= high) {
          add(
              "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%.0e</text>",
              LEFT - 6, y(value) + 4, value);
          add(
              "<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"#dddddd\"/>",
              LEFT, y(value), WIDTH - RIGHT, y(value));
        }
      }
    }
    add(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>",
        (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 12, growth.axis().label());
    add(
        "<text transform=\"translate(16 %d) rotate(-90)\" text-anchor=\"middle\">%s</text>",
        (TOP + HEIGHT - BOTTOM) / 2, ordinate);
  }

  private void curve(int index, String label, PowerLaw law, ToDoubleFunction<StepCost> quantity) {
    String color = COLORS.get(index);
    add(
        "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\""
            + " stroke-dasharray=\"6 4\"/>",
        x(left), y(law.at(left)), x(right), y(law.at(right)), color);
    for (StepCost cost : growth.costs()) {
      add(
          "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"%s\"/>",
          x(cost.size()), y(quantity.applyAsDouble(cost)), color);
    }
    add(
        "<text x=\"%d\" y=\"24\" fill=\"%s\">%s: exponent %.2f</text>",
        LEFT + index * 220, color, label, law.exponent());
  }

  private String end() {
    return text.append("</svg>\n").toString();
  }

  private double x(double size) {
    return LEFT + (WIDTH - LEFT - RIGHT) * Math.log(size / left) / Math.log(right / left);
  }

  private double y(double value) {
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * Math.log(value / low) / Math.log(high / low);
  }

  private void add(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}

package org.edgeflow.cli.grid.result;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import org.edgeflow.cli.report.panel.Axis;
import org.edgeflow.cli.report.panel.Curve;
import org.edgeflow.cli.report.panel.Palette;
import org.edgeflow.cli.result.Spread;
import org.edgeflow.core.finding.Figure;

/**
 * One figure of all models against a key of the grid that has numbers: medians over the seeds,
 * joined, with bars over their ranges.
 *
 * @param key the abscissa
 * @param settings that differ in this key alone
 * @param models by name, with the index of each stroke
 */
record SweepFigure(String key, List<Setting> settings, List<String> models, Figure figure) {
  private static final int WIDTH = 560;
  private static final int HEIGHT = 340;
  private static final int LEFT = 70;
  private static final int RIGHT = WIDTH - 16;
  private static final int TOP = 10;
  private static final int BOTTOM = HEIGHT - 46;

  /** From this ratio on equal ratios take equal lengths. */
  private static final double WIDE = 20;

  /** The key with the most numbers, if all its values are numbers. */
  static Optional<String> key(List<String> keys, List<Setting> settings) {
    return keys.stream()
        .filter(
            key ->
                settings.stream()
                    .allMatch(setting -> number(setting.values().get(key)).isPresent()))
        .filter(key -> distinct(key, settings) > 1)
        .max(Comparator.comparingLong(key -> distinct(key, settings)));
  }

  private static long distinct(String key, List<Setting> settings) {
    return settings.stream().map(setting -> setting.values().get(key)).distinct().count();
  }

  private static OptionalDouble number(String text) {
    try {
      double value = Double.parseDouble(text);
      return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }

  /** Groups settings that differ in a key alone; each group's values of the other keys. */
  static Map<Map<String, String>, List<Setting>> groups(String key, List<Setting> settings) {
    Map<Map<String, String>, List<Setting>> groups = new LinkedHashMap<>();
    for (Setting setting : settings) {
      Map<String, String> others = new LinkedHashMap<>(setting.values());
      others.remove(key);
      groups.computeIfAbsent(others, none -> new ArrayList<>()).add(setting);
    }
    return groups;
  }

  private double abscissa(Setting setting) {
    return number(setting.values().get(key)).orElseThrow();
  }

  private DoubleStream ordinates() {
    return settings.stream()
        .flatMap(setting -> models.stream().flatMap(model -> setting.values(model, figure)))
        .mapToDouble(each -> each)
        .filter(value -> value > 0);
  }

  /** The picture; empty where no run has the figure. */
  Optional<String> svg() {
    if (ordinates().findAny().isEmpty()) {
      return Optional.empty();
    }
    double low = ordinates().min().orElseThrow();
    double high = ordinates().max().orElseThrow();
    double margin = Math.max(1.15, Math.pow(high / low, 0.06));
    Axis y = new Axis(low / margin, high * margin, true);
    Axis x = abscissae();
    Svg svg = new Svg(WIDTH, HEIGHT, figure.title().replace('\n', ' ') + " against " + key);
    axes(svg, x, y);
    for (int i = 0; i < models.size(); i++) {
      curve(svg, x, y, i);
    }
    return Optional.of(svg.end());
  }

  private Axis abscissae() {
    double low = settings.stream().mapToDouble(this::abscissa).min().orElseThrow();
    double high = settings.stream().mapToDouble(this::abscissa).max().orElseThrow();
    if (low > 0 && high > WIDE * low) {
      double margin = Math.pow(high / low, 0.05);
      return new Axis(low / margin, high * margin, true);
    }
    double margin = high > low ? 0.06 * (high - low) : Math.max(1e-12, 0.1 * Math.abs(high));
    return new Axis(low - margin, high + margin, false);
  }

  private void axes(Svg svg, Axis x, Axis y) {
    for (Axis.Tick tick : y.ticks((BOTTOM - TOP) / 45)) {
      double at = BOTTOM - y.fraction(tick.at()) * (BOTTOM - TOP);
      svg.line(LEFT, at, RIGHT, at, "var(--hair)", 1);
      svg.text(LEFT - 8, at + 4.5, "end", tick.label());
    }
    for (Axis.Tick tick : x.ticks((RIGHT - LEFT) / 80)) {
      double at = LEFT + x.fraction(tick.at()) * (RIGHT - LEFT);
      svg.line(at, BOTTOM, at, BOTTOM + 5, "currentColor", 1);
      svg.text(at, BOTTOM + 19, "middle", tick.label());
    }
    svg.line(LEFT, BOTTOM, RIGHT, BOTTOM, "currentColor", 1);
    svg.line(LEFT, TOP, LEFT, BOTTOM, "currentColor", 1);
    svg.text((LEFT + RIGHT) / 2.0, HEIGHT - 8, "middle", key);
    svg.upwards(15, (TOP + BOTTOM) / 2.0, figure.label());
  }

  private void curve(Svg svg, Axis x, Axis y, int index) {
    Curve.Stroke stroke = Palette.model(index);
    // Models that agree would hide each other.
    double shift = 2.5 * (index - 0.5 * (models.size() - 1));
    StringBuilder path = new StringBuilder();
    List<Setting> sorted =
        settings.stream().sorted(Comparator.comparingDouble(this::abscissa)).toList();
    for (Setting setting : sorted) {
      Spread spread = setting.spread(models.get(index), figure);
      if (!(spread.median() > 0)) {
        continue;
      }
      double at = LEFT + x.fraction(abscissa(setting)) * (RIGHT - LEFT) + shift;
      double median = y(y, spread.median());
      path.append(
          String.format(Locale.ROOT, "%s%.1f %.1f", path.isEmpty() ? "M" : "L", at, median));
      svg.line(at, y(y, spread.low()), at, y(y, spread.high()), stroke.color(), 1.4);
      svg.dot(
          at,
          median,
          stroke.color(),
          models.get(index)
              + ", "
              + setting.label()
              + ": "
              + spread.text(4)
              + ", "
              + spread.count()
              + " runs");
    }
    if (!path.isEmpty()) {
      svg.path(path.toString(), stroke.color(), stroke.dashed());
    }
  }

  private static double y(Axis axis, double value) {
    return BOTTOM - Math.max(0, axis.fraction(Math.max(value, axis.low()))) * (BOTTOM - TOP);
  }
}

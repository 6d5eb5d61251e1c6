package org.edgeflow.cli.grid.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.edgeflow.cli.report.panel.Axis;
import org.edgeflow.cli.report.panel.Palette;
import org.edgeflow.cli.result.Spread;
import org.edgeflow.core.finding.Figure;

/**
 * One figure of all models where no key of the grid has numbers: a row a setting and model, a dot a
 * seed, a line over their range.
 *
 * @param models by name, with the index of each stroke
 */
record DotFigure(List<Setting> settings, List<String> models, Figure figure) {
  private static final int WIDTH = 900;
  private static final int LEFT = 330;
  private static final int RIGHT = WIDTH - 20;
  private static final int ROW = 20;
  private static final int FOOT = 40;

  private record Row(String label, int model, Spread spread, List<Double> values) {}

  /** The picture; empty where no run has the figure. */
  Optional<String> svg() {
    List<Row> rows = rows();
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    double low = values(rows).min().orElseThrow();
    double high = values(rows).max().orElseThrow();
    double margin = Math.max(1.15, Math.pow(high / low, 0.04));
    Axis axis = new Axis(low / margin, high * margin, true);
    int height = rows.size() * ROW + FOOT;
    Svg svg = new Svg(WIDTH, height, figure.title().replace('\n', ' '));
    for (Axis.Tick tick : axis.ticks(7)) {
      double at = x(axis, tick.at());
      svg.line(at, 0, at, height - FOOT, "var(--hair)", 1);
      svg.text(at, height - FOOT + 16, "middle", tick.label());
    }
    svg.text((LEFT + RIGHT) / 2.0, height - 5, "middle", figure.title().replace('\n', ' '));
    for (int i = 0; i < rows.size(); i++) {
      row(svg, axis, rows.get(i), i * ROW + ROW / 2.0);
    }
    return Optional.of(svg.end());
  }

  private List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (Setting setting : settings) {
      for (int i = 0; i < models.size(); i++) {
        List<Double> values =
            setting.values(models.get(i), figure).filter(value -> value > 0).toList();
        if (!values.isEmpty()) {
          rows.add(
              new Row(
                  settings.size() > 1 ? setting.label() + " · " + models.get(i) : models.get(i),
                  i,
                  Spread.of(values.stream().mapToDouble(each -> each)),
                  values));
        }
      }
    }
    return rows;
  }

  private static DoubleStream values(List<Row> rows) {
    return rows.stream().flatMap(row -> row.values().stream()).mapToDouble(each -> each);
  }

  private static void row(Svg svg, Axis axis, Row row, double y) {
    String color = Palette.model(row.model()).color();
    svg.text(LEFT - 12, y + 4, "end", row.label());
    svg.line(x(axis, row.spread().low()), y, x(axis, row.spread().high()), y, color, 2);
    for (double value : row.values()) {
      svg.dot(x(axis, value), y, color, row.label() + ": " + Spread.figure(value, 4));
    }
  }

  private static double x(Axis axis, double value) {
    return LEFT + axis.fraction(value) * (RIGHT - LEFT);
  }
}

package org.edgeflow.cli.fidelity.table;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import org.edgeflow.cli.fidelity.standing.Finding;
import org.edgeflow.cli.fidelity.standing.Measure;
import org.edgeflow.cli.fidelity.standing.Standing;
import org.edgeflow.cli.fidelity.standing.Yardstick;
import org.edgeflow.cli.report.Html;
import org.edgeflow.cli.result.Spread;

/**
 * One problem as a picture: a row a model, the best on top, with its centre error after GD's onset
 * on a logarithmic axis; a dot a seed, a line over their range.
 */
final class DotPlot {
  private static final int ROW = 22;
  private static final int LEFT = 220;
  private static final int WIDTH = 900;
  private static final int FOOT = 34;

  private final List<Standing> standings;
  private final int low;
  private final int high;

  DotPlot(List<Standing> all) {
    standings =
        all.stream()
            .filter(standing -> standing.errorAfter().median() > 0)
            .sorted(Comparator.comparingDouble(Standing::rankedError))
            .toList();
    low = (int) Math.floor(Math.log10(errors().min().orElse(1)));
    high = Math.max(low + 1, (int) Math.ceil(Math.log10(errors().max().orElse(1))));
  }

  private DoubleStream errors() {
    return standings.stream()
        .flatMapToDouble(
            standing -> DoubleStream.of(standing.errorAfter().low(), standing.errorAfter().high()))
        .filter(value -> value > 0);
  }

  /** The picture; empty where no model has an error. */
  String svg() {
    if (standings.isEmpty()) {
      return "";
    }
    int height = standings.size() * ROW + FOOT;
    StringBuilder svg = new StringBuilder();
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg viewBox=\"0 0 %d %d\" width=\"%d\" role=\"img\" aria-label=\"Mean centre error"
                + " after the onset by model\" style=\"max-width:100%%;font-size:13px\">%n",
            WIDTH,
            height,
            WIDTH));
    int floor = height - FOOT;
    for (int decade = low; decade <= high; decade++) {
      double x = x(Math.pow(10, decade));
      svg.append(
          String.format(
              Locale.ROOT,
              "<line x1=\"%.1f\" y1=\"0\" x2=\"%.1f\" y2=\"%d\" stroke=\"#ddd\"/>"
                  + "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>%n",
              x,
              x,
              floor,
              x,
              floor + 16,
              decade >= -3 && decade <= 3
                  ? Spread.figure(Math.pow(10, decade), 1)
                  : "1e" + decade));
    }
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\" fill=\"#595959\">mean ‖c − A‖ after the"
                + " onset</text>%n",
            (LEFT + WIDTH) / 2,
            height - 3));
    for (int i = 0; i < standings.size(); i++) {
      svg.append(row(standings.get(i), i * ROW + ROW / 2));
    }
    return svg.append("</svg>\n").toString();
  }

  private String row(Standing standing, int y) {
    String color =
        switch (standing.type()) {
          case "edge-flow" -> "#0072B2";
          case Yardstick.TYPE -> "#D55E00";
          default -> "#595959";
        };
    StringBuilder row = new StringBuilder();
    row.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text><line x1=\"%.1f\" y1=\"%d\""
                + " x2=\"%.1f\" y2=\"%d\" stroke=\"%s\" stroke-width=\"2\"/>",
            LEFT - 14,
            y + 4,
            Html.escape(standing.model()),
            x(standing.errorAfter().low()),
            y,
            x(standing.errorAfter().high()),
            y,
            color));
    for (Finding finding : standing.findings()) {
      row.append(
          String.format(
              Locale.ROOT,
              "<circle cx=\"%.1f\" cy=\"%d\" r=\"4\" fill=\"%s\"><title>seed %d:"
                  + " %s</title></circle>",
              x(Measure.ERROR_AFTER.of(finding)),
              y,
              color,
              finding.seed(),
              Spread.figure(Measure.ERROR_AFTER.of(finding), 4)));
    }
    return row.append('\n').toString();
  }

  private double x(double error) {
    double decades = Math.log10(Math.max(error, Math.pow(10, low)));
    return LEFT + (decades - low) / (high - low) * (WIDTH - LEFT - 30);
  }
}

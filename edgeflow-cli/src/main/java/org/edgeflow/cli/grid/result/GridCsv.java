package org.edgeflow.cli.grid.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.edgeflow.cli.grid.plan.GridPlan;
import org.edgeflow.cli.result.ModelResult;
import org.edgeflow.cli.result.RunSummary;
import org.edgeflow.core.finding.Figure;
import org.edgeflow.core.record.Format;

/**
 * The table {@code grid.csv}: a row for every run and model, the reference first, with the values
 * of the grid's keys, every figure of {@code summary.json} and the seconds of the whole run; one
 * row for a run that is not finished. A value that there is not is empty.
 */
final class GridCsv {
  private GridCsv() {}

  static String text(GridPlan plan, List<GridRow> rows) {
    StringBuilder text = new StringBuilder();
    List<String> headings = new ArrayList<>(List.of("run", "state"));
    headings.addAll(plan.keys());
    headings.addAll(List.of("model", "type", "outcome"));
    for (Figure figure : Figure.values()) {
      headings.add(figure.key());
    }
    headings.addAll(List.of("run_seconds", "message"));
    line(text, headings);
    for (GridRow row : rows) {
      if (row.summary().isEmpty()) {
        line(text, cells(plan, row, Optional.empty()));
        continue;
      }
      row.summary().get().all().forEach(model -> line(text, cells(plan, row, Optional.of(model))));
    }
    return text.toString();
  }

  private static List<String> cells(GridPlan plan, GridRow row, Optional<ModelResult> model) {
    List<String> cells = new ArrayList<>(List.of(row.point().name(), row.state().label()));
    plan.keys().forEach(key -> cells.add(row.point().values().get(key)));
    cells.add(model.map(ModelResult::name).orElse(""));
    cells.add(model.map(ModelResult::type).orElse(""));
    cells.add(model.map(ModelResult::outcome).orElse(""));
    for (Figure figure : Figure.values()) {
      cells.add(model.map(found -> number(figure, found.get(figure))).orElse(""));
    }
    cells.add(seconds(row));
    cells.add(model.isEmpty() ? row.message() : model.get().advice().orElse(""));
    return cells;
  }

  private static String seconds(GridRow row) {
    double seconds = row.summary().map(RunSummary::seconds).orElse(Double.NaN);
    return Double.isNaN(seconds) ? "" : String.format(Locale.ROOT, "%.3f", seconds);
  }

  private static String number(Figure figure, double value) {
    if (!Double.isFinite(value)) {
      return "";
    }
    return figure.format() == Format.COUNT ? Long.toString((long) value) : Double.toString(value);
  }

  private static void line(StringBuilder text, List<String> cells) {
    for (int i = 0; i < cells.size(); i++) {
      text.append(i == 0 ? "" : ",").append(quoted(cells.get(i)));
    }
    text.append('\n');
  }

  private static String quoted(String cell) {
    return cell.matches("[^,\"\\r\\n]*") ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }
}

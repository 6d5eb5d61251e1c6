package org.edgeflow.cli.grid.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.edgeflow.cli.console.TextTable;
import org.edgeflow.cli.grid.plan.GridPlan;
import org.edgeflow.core.finding.Figure;

/** A grid for the terminal: a row for each setting and model, medians over the seeds. */
final class GridTable {
  /** A longer table would push its own beginning off the terminal. */
  private static final int LONGEST = 60;

  private static final List<Figure> FIGURES =
      Stream.of(Figure.values())
          .filter(figure -> figure == Figure.ONSET_STEP || figure.ranks())
          .toList();

  private GridTable() {}

  static List<String> lines(GridPlan plan, List<GridRow> rows) {
    List<Setting> settings = Setting.of(plan, rows);
    List<String> headings = headings(plan, FIGURES, true);
    int numbers = headings.size() - FIGURES.size();
    TextTable table =
        new TextTable(headings.toArray(String[]::new))
            .alignRight(IntStream.range(numbers, headings.size()).toArray());
    int count = 0;
    for (Setting setting : settings) {
      for (String model : Setting.models(List.of(setting))) {
        count++;
        if (count <= LONGEST) {
          table.row(cells(setting, model, FIGURES, true).toArray(String[]::new));
        }
      }
    }
    List<String> lines = new ArrayList<>(count == 0 ? List.of() : table.lines(0, 200));
    if (count > LONGEST) {
      lines.add("… and " + (count - LONGEST) + " rows more");
    }
    lines.add(state(plan, rows));
    return lines;
  }

  /** How far the grid is, in one line. */
  static String state(GridPlan plan, List<GridRow> rows) {
    String states =
        Stream.of(GridRow.State.values())
            .map(
                state -> {
                  long count = rows.stream().filter(row -> row.state() == state).count();
                  return count == 0
                      ? ""
                      : String.format(Locale.ROOT, "%,d %s", count, state.label());
                })
            .filter(words -> !words.isEmpty())
            .collect(Collectors.joining(", "));
    return String.format(
        Locale.ROOT, "%,d runs of %s: %s", plan.size(), String.join(", ", plan.keys()), states);
  }

  /** What stands over the cells. */
  static List<String> headings(GridPlan plan, List<Figure> figures, boolean model) {
    List<String> headings = new ArrayList<>(Setting.keys(plan));
    if (model) {
      headings.add("model");
    }
    headings.addAll(List.of("runs", "outcome"));
    figures.forEach(figure -> headings.add(figure.label()));
    return headings;
  }

  /** The cells of a setting and model; a hyphen for what there is not. */
  static List<String> cells(Setting setting, String model, List<Figure> figures, boolean named) {
    List<String> cells = new ArrayList<>(setting.values().values());
    if (named) {
      cells.add(model);
    }
    cells.add(Integer.toString(setting.results(model).size()));
    cells.add(setting.outcome(model));
    figures.forEach(figure -> cells.add(setting.spread(model, figure).text(3)));
    return cells;
  }
}

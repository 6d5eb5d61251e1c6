package org.edgeflow.cli.grid.result;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.edgeflow.cli.grid.plan.GridPlan;
import org.edgeflow.cli.result.ModelResult;
import org.edgeflow.cli.result.Spread;
import org.edgeflow.core.finding.Figure;

/**
 * Runs of a grid that differ in their seeds alone.
 *
 * @param values of the other keys
 * @param rows of its runs, finished or not
 */
record Setting(Map<String, String> values, List<GridRow> rows) {

  /** Keys that vary, without those of seeds. */
  static List<String> keys(GridPlan plan) {
    return plan.keys().stream().filter(key -> !isSeed(key)).toList();
  }

  private static boolean isSeed(String key) {
    return key.equals("seed") || key.endsWith(".seed");
  }

  /** The settings of a grid, in its order. */
  static List<Setting> of(GridPlan plan, List<GridRow> rows) {
    List<String> keys = keys(plan);
    Map<Map<String, String>, List<GridRow>> groups = new LinkedHashMap<>();
    for (GridRow row : rows) {
      Map<String, String> values = new LinkedHashMap<>();
      keys.forEach(key -> values.put(key, row.point().values().get(key)));
      groups.computeIfAbsent(values, none -> new ArrayList<>()).add(row);
    }
    return groups.entrySet().stream()
        .map(group -> new Setting(group.getKey(), List.copyOf(group.getValue())))
        .toList();
  }

  /** Names of the reference and the models of all runs, in the order in which they first appear. */
  static List<String> models(List<Setting> settings) {
    Set<String> names = new LinkedHashSet<>();
    settings.stream()
        .flatMap(setting -> setting.rows().stream())
        .flatMap(row -> row.summary().stream())
        .forEach(summary -> summary.all().forEach(model -> names.add(model.name())));
    return List.copyOf(names);
  }

  /** What its finished runs found of a model. */
  List<ModelResult> results(String model) {
    return rows.stream()
        .flatMap(row -> row.summary().stream())
        .flatMap(summary -> summary.all().stream())
        .filter(result -> result.name().equals(model))
        .toList();
  }

  /**
   * A figure of a model over its seeds; a model that did not get to its end has none that ranks.
   */
  Spread spread(String model, Figure figure) {
    return Spread.of(values(model, figure).mapToDouble(each -> each));
  }

  /** A figure of a model, a value a seed. */
  Stream<Double> values(String model, Figure figure) {
    return results(model).stream()
        .filter(result -> result.completed() || !figure.ranks())
        .map(result -> result.get(figure))
        .filter(Double::isFinite);
  }

  /** How a model ended: {@code completed}, or {@code 3 completed, 1 diverged}. */
  String outcome(String model) {
    Map<String, Long> counts =
        results(model).stream()
            .collect(
                Collectors.groupingBy(
                    ModelResult::outcome, LinkedHashMap::new, Collectors.counting()));
    return counts.size() == 1
        ? counts.keySet().iterator().next()
        : counts.entrySet().stream()
            .map(count -> count.getValue() + " " + count.getKey())
            .collect(Collectors.joining(", "));
  }

  /** Its values in a few words; the experiment itself where nothing but seeds varies. */
  String label() {
    return values.isEmpty()
        ? "all seeds"
        : values.entrySet().stream()
            .map(entry -> entry.getKey() + " " + entry.getValue())
            .collect(Collectors.joining(", "));
  }
}

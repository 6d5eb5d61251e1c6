package org.edgeflow.theory;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.edgeflow.core.experiment.Experiment;
import org.edgeflow.core.experiment.plan.ExperimentReader;
import org.edgeflow.core.plugin.Registry;
import org.edgeflow.core.settings.Node;
import org.edgeflow.core.settings.Origin;

/**
 * Runs of gradient descent from configs written as Java maps: what a user of this module writes.
 */
public final class Runs {
  private static final Origin ORIGIN = new Origin("test", 0, Path.of("."));

  private Runs() {}

  /** A run of gradient descent; its columns by name. */
  public static Map<String, double[]> descend(
      Map<String, ?> objective, double learningRate, int steps, Object... probes) {
    return run(
        Map.of(
            "objective", objective,
            "learning-rate", learningRate,
            "steps", steps,
            "record", Map.of("sharpness-tolerance", 1e-10, "probes", List.of(probes))));
  }

  /** A run of the optimizer; {@code more} is added to a config that runs in float64 on the heap. */
  public static Map<String, double[]> run(Map<String, ?> more) {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("experiment", "theory");
    config.put("seed", 1);
    config.put("dtype", "float64");
    config.put("backend", "heap");
    config.put("optimizer", "gradient-descent");
    config.put("models", List.of());
    config.putAll(more);
    try (Experiment experiment =
        Experiment.open(ExperimentReader.read((Node.Mapping) node(config), Registry.load()))) {
      List<String> names = experiment.trajectories().get(0).columns();
      List<double[]> rows = new ArrayList<>();
      experiment.run(
          row -> {
            if (row.trajectory().name().equals(experiment.trajectories().get(0).name())) {
              rows.add(row.values().clone());
            }
          },
          progress -> true);
      Map<String, double[]> columns = new LinkedHashMap<>();
      for (int i = 0; i < names.size(); i++) {
        int place = i;
        columns.put(names.get(i), rows.stream().mapToDouble(row -> row[place]).toArray());
      }
      return columns;
    }
  }

  private static Node node(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Node> entries = new LinkedHashMap<>();
      map.forEach((key, inner) -> entries.put((String) key, node(inner)));
      return new Node.Mapping(entries, ORIGIN);
    }
    if (value instanceof List<?> list) {
      return new Node.Sequence(list.stream().map(Runs::node).toList(), ORIGIN);
    }
    return new Node.Scalar(value.toString(), false, ORIGIN);
  }
}

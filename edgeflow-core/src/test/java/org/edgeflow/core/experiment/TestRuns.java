package org.edgeflow.core.experiment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.edgeflow.core.experiment.plan.ExperimentPlan;
import org.edgeflow.core.experiment.plan.ExperimentReader;
import org.edgeflow.core.plugin.Registry;
import org.edgeflow.core.record.Recorder;
import org.edgeflow.core.record.Row;
import org.edgeflow.core.settings.Node;
import org.edgeflow.core.settings.Origin;

/** Configs written as Java maps, and runs kept in memory. */
final class TestRuns {
  private static final Origin ORIGIN = new Origin("test", 0, Path.of("."));

  private TestRuns() {}

  static Node.Mapping config(Map<String, ?> entries) {
    return (Node.Mapping) node(entries);
  }

  private static Node node(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Node> entries = new LinkedHashMap<>();
      map.forEach((key, inner) -> entries.put((String) key, node(inner)));
      return new Node.Mapping(entries, ORIGIN);
    }
    if (value instanceof List<?> list) {
      return new Node.Sequence(list.stream().map(TestRuns::node).toList(), ORIGIN);
    }
    return new Node.Scalar(value.toString(), false, ORIGIN);
  }

  static ExperimentPlan plan(Map<String, ?> entries) {
    return ExperimentReader.read(config(entries), Registry.load());
  }

  /** The rows of a run, as lists by column name. */
  static final class Table implements Recorder {
    private final Map<String, List<String>> columns = new LinkedHashMap<>();
    private final Map<String, List<double[]>> rows = new LinkedHashMap<>();

    Table(Experiment experiment) {
      experiment
          .trajectories()
          .forEach(
              trajectory -> {
                columns.put(trajectory.name(), trajectory.columns());
                rows.put(trajectory.name(), new ArrayList<>());
              });
    }

    @Override
    public void row(Row row) {
      rows.get(row.trajectory().name()).add(row.values().clone());
    }

    List<double[]> rows(String trajectory) {
      return rows.get(trajectory);
    }

    double[] column(String trajectory, String column) {
      int index = columns.get(trajectory).indexOf(column);
      return rows.get(trajectory).stream().mapToDouble(row -> row[index]).toArray();
    }
  }
}

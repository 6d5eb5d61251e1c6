package org.edgeflow.cli.analysis;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.edgeflow.cli.config.ConfigFile;
import org.edgeflow.cli.directory.RunLayout;
import org.edgeflow.core.experiment.Experiment;
import org.edgeflow.core.experiment.plan.ExperimentReader;
import org.edgeflow.core.optimizer.UpdateRule;
import org.edgeflow.core.plugin.Kind;
import org.edgeflow.core.plugin.Registry;
import org.edgeflow.core.record.Column;
import org.edgeflow.core.record.Row;
import org.edgeflow.core.record.Trajectory;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.settings.Excerpt;
import org.edgeflow.core.settings.Field;
import org.edgeflow.core.settings.Node;
import org.edgeflow.core.settings.Spelling;

/** The columns of one row of the optimizer's trajectory, probes included; nothing is written. */
public final class PointAnalysis {
  private final Node.Mapping config;
  private final long step;
  private final Registry registry;

  /**
   * Reads a config; nothing is run.
   *
   * @param path a config, or the directory of a run
   * @param step the optimizer's iteration that is looked at
   * @param probes names of probes; empty: every one that needs no settings and is defined for the
   *     optimizer
   * @throws ConfigException if there is no such file or probe
   */
  public PointAnalysis(Path path, long step, List<String> probes, Registry registry) {
    if (step < 0) {
      throw new ConfigException("--at " + step + ": expected a step from 0 on.");
    }
    Path file = Files.isDirectory(path) ? new RunLayout(path).config() : path;
    Node.Mapping written = ConfigFile.read(file);
    this.config = looking(written, step, probes.isEmpty() ? all(written, registry) : probes);
    this.step = step;
    this.registry = registry;
    for (String probe : probes) {
      if (!registry.parts(Kind.PROBE).containsKey(probe)) {
        throw new ConfigException(
            "--probe "
                + Excerpt.of(probe)
                + ": there is none of this name."
                + Spelling.hint(probe, registry.parts(Kind.PROBE).keySet())
                + " Probes: "
                + String.join(", ", registry.parts(Kind.PROBE).keySet())
                + ".");
      }
    }
  }

  private static List<String> all(Node.Mapping config, Registry registry) {
    UpdateRule rule = ExperimentReader.read(looking(config, 0, List.of()), registry).rule();
    List<String> names = new ArrayList<>();
    registry
        .parts(Kind.PROBE)
        .forEach(
            (name, factory) -> {
              if (factory.describes(rule)
                  && (!factory.asksAboutExamples() || config.entries().containsKey("dataset"))
                  && Field.of(factory.settings()).stream().noneMatch(Field::required)) {
                names.add(name);
              }
            });
    return names;
  }

  // The optimizer alone, as far as the row is written, measured there and as rarely as can be.
  private static Node.Mapping looking(Node.Mapping config, long step, List<String> probes) {
    Node every = scalar(Long.toString(Math.max(1, step)), config);
    List<Node> measured = new ArrayList<>();
    for (String probe : probes) {
      measured.add(
          new Node.Mapping(Map.of("type", scalar(probe, config), "every", every), config.origin()));
    }
    Node record =
        new Node.Mapping(
            Map.of(
                "every",
                every,
                "sharpness-every",
                every,
                "probes",
                new Node.Sequence(measured, config.origin())),
            config.origin());
    return config
        .without("models", "start-after")
        .with("steps", scalar(Long.toString(step + 1), config))
        .with("record", record)
        .with("reports", new Node.Sequence(List.of(), config.origin()));
  }

  private static Node scalar(String text, Node at) {
    return new Node.Scalar(text, false, at.origin());
  }

  /**
   * Runs the optimizer to the step and measures there.
   *
   * @return each column's value, NaN where there is none
   * @throws ConfigException if the config is wrong, or the optimizer does not get there
   */
  public Map<String, Double> measure() {
    Map<String, Double> found = new LinkedHashMap<>();
    try (Experiment experiment = Experiment.open(ExperimentReader.read(config, registry))) {
      experiment.run(row -> keep(row, found), progress -> true);
    }
    if (found.isEmpty()) {
      throw new ConfigException("the optimizer does not get to step " + step + ".");
    }
    return found;
  }

  private void keep(Row row, Map<String, Double> found) {
    if (row.get(Column.STEP) != step) {
      return;
    }
    Trajectory trajectory = row.trajectory();
    double[] values = row.values();
    int place = 0;
    for (Column column : trajectory.fixed()) {
      found.put(column.key(), values[place++]);
    }
    for (String column : trajectory.more()) {
      found.put(column, values[place++]);
    }
  }
}

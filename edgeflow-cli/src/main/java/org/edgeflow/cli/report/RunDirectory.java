package org.edgeflow.cli.report;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A finished run, as read from its directory by {@link RunDirectoryReader}.
 *
 * @param path the directory
 * @param experiment the run's name
 * @param facts the other single values of {@code summary.json}, as text, in the file's order
 * @param threshold the sharpness at which GD becomes unstable, 2/η; NaN if the run does not say
 * @param reference GD's result
 * @param gradientDescent GD's trajectory
 * @param models the models' results, in the config's order
 * @param trajectories the models' trajectories by name, without columns where the file is missing
 * @param config the text of {@code config.yaml}; empty if missing
 * @param provenance {@code provenance.json}, flattened: {@code jdk.version} → text
 */
public record RunDirectory(
    Path path,
    String experiment,
    Map<String, String> facts,
    double threshold,
    ModelResult reference,
    Trajectory gradientDescent,
    List<ModelResult> models,
    Map<String, Trajectory> trajectories,
    String config,
    Map<String, String> provenance) {

  /** A model's trajectory. */
  public Trajectory trajectory(ModelResult model) {
    return trajectories.getOrDefault(model.name(), Trajectory.absent());
  }
}

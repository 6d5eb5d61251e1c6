package org.edgeflow.cli.result;

import java.nio.file.Path;
import java.util.Map;

/**
 * A finished run, as read from its directory by {@link RunDirectoryReader}.
 *
 * @param path the directory
 * @param summary what the run found
 * @param referenceTrajectory the optimizer's trajectory
 * @param trajectories the models' trajectories by name
 * @param config the text of {@code config.yaml}
 * @param provenance {@code provenance.json}, flattened: {@code jdk.version} → text
 */
public record RunDirectory(
    Path path,
    RunSummary summary,
    Trajectory referenceTrajectory,
    Map<String, Trajectory> trajectories,
    String config,
    Map<String, String> provenance) {

  /** A model's trajectory. */
  public Trajectory trajectory(ModelResult model) {
    return trajectories.get(model.name());
  }
}

package org.edgeflow.cli.result;

import java.nio.file.Path;
import java.util.Map;

/**
 * A finished run, as read from its directory by {@link RunDirectoryReader}.
 *
 * @param path the directory
 * @param summary what the run found
 * @param referenceTrajectory the optimizer's trajectory
 * @param trajectories the models' trajectories by name; none where the file is missing
 * @param config the text of {@code config.yaml}; empty if missing
 * @param provenance {@code provenance.json}, flattened: {@code jdk.version} → text
 */
public record RunDirectory(
    Path path,
    RunSummary summary,
    Trajectory referenceTrajectory,
    Map<String, Trajectory> trajectories,
    String config,
    Map<String, String> provenance) {

  /** A model's trajectory, without columns where its file is missing. */
  public Trajectory trajectory(ModelResult model) {
    return trajectories.getOrDefault(model.name(), Trajectory.absent());
  }
}

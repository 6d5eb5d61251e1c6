package org.edgeflow.cli.export;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.edgeflow.cli.result.ModelResult;
import org.edgeflow.cli.result.RunDirectory;
import org.edgeflow.cli.result.RunDirectoryReader;
import org.edgeflow.cli.result.Trajectory;

/** What every format holds: all columns of all trajectories, the optimizer's first. */
final class Trajectories {
  private Trajectories() {}

  /**
   * Reads a run's trajectories by name.
   *
   * @throws IOException if a file cannot be read
   */
  static Map<String, Trajectory> of(Path runDirectory) throws IOException {
    RunDirectory run = new RunDirectoryReader().read(runDirectory);
    Map<String, Trajectory> trajectories = new LinkedHashMap<>();
    trajectories.put(run.summary().reference().name(), run.referenceTrajectory());
    for (ModelResult model : run.summary().models()) {
      trajectories.put(model.name(), run.trajectory(model));
    }
    return trajectories;
  }
}

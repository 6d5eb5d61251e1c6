package org.edgeflow.cli.result;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.edgeflow.cli.run.RunLayout;
import org.edgeflow.core.settings.ConfigException;

/** Reads the run directories that {@code edgeflow run} writes. */
public final class RunDirectoryReader {
  private static final String REMEDY = "Run the config again.";

  /**
   * Reads a run.
   *
   * @throws ConfigException if the directory is no finished run, or a file in it is damaged
   * @throws IOException if a file cannot be read
   */
  public RunDirectory read(Path directory) throws IOException {
    RunLayout layout = new RunLayout(directory);
    layout.checkFinished();
    RunSummary summary = new SummaryReader(REMEDY).read(layout.summary());
    Path referenceFile = layout.trajectory(summary.reference().name());
    if (!Files.isRegularFile(referenceFile)) {
      throw new ConfigException(
          referenceFile + ": there is no such file, and every run has one. " + REMEDY);
    }
    Map<String, Trajectory> trajectories = new LinkedHashMap<>();
    for (ModelResult model : summary.models()) {
      Path file = layout.trajectory(model.name());
      if (Files.isRegularFile(file)) {
        trajectories.put(model.name(), new TrajectoryFile(file).read());
      }
    }
    return new RunDirectory(
        directory,
        summary,
        new TrajectoryFile(referenceFile).read(),
        trajectories,
        Files.isRegularFile(layout.config()) ? Files.readString(layout.config()) : "",
        Files.isRegularFile(layout.provenance())
            ? JsonObject.read(layout.provenance(), REMEDY).flattened()
            : Map.of());
  }
}

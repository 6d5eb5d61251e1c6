package org.edgeflow.cli.result;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.edgeflow.cli.config.ConfigFile;
import org.edgeflow.cli.directory.Checksums;
import org.edgeflow.cli.directory.RunLayout;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.settings.Node;

/**
 * Reads the run directories that {@code edgeflow run} writes, and refuses those that are not as it
 * leaves them: a page of a damaged run would look like any other.
 */
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
    RunCheck.figures(summary, layout.summary(), REMEDY);
    requireFile(layout.config());
    Node.Mapping config = ConfigFile.read(layout.config());
    ConfigAgreement.check(config, summary, layout.summary());
    Map<String, String> provenance =
        Files.isRegularFile(layout.provenance())
            ? JsonObject.read(layout.provenance(), REMEDY).flattened()
            : Map.of();
    Map<String, Trajectory> trajectories = trajectories(layout, summary, every(config));
    verify(layout, summary);
    return new RunDirectory(
        directory,
        summary,
        trajectories.remove(summary.reference().name()),
        trajectories,
        Files.readString(layout.config()),
        provenance);
  }

  private static Map<String, Trajectory> trajectories(
      RunLayout layout, RunSummary summary, long every) throws IOException {
    Map<String, Trajectory> trajectories = new LinkedHashMap<>();
    List<String> problems = new ArrayList<>();
    for (ModelResult result : summary.all()) {
      Path file = layout.trajectory(result.name());
      try {
        requireFile(file);
        Trajectory trajectory = new TrajectoryFile(file).read();
        RunCheck.rows(file, trajectory, result, every, REMEDY);
        trajectories.put(result.name(), trajectory);
      } catch (ConfigException damaged) {
        problems.addAll(damaged.problems());
      }
    }
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return trajectories;
  }

  private static void verify(RunLayout layout, RunSummary summary) throws IOException {
    List<Path> files =
        new ArrayList<>(List.of(layout.summary(), layout.config(), layout.provenance()));
    summary.all().forEach(result -> files.add(layout.trajectory(result.name())));
    new Checksums(layout).verify(files);
  }

  private static void requireFile(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new ConfigException(
          file + ": there is no such file, and every finished run has one. " + REMEDY);
    }
  }

  private static long every(Node.Mapping config) {
    if (config.entries().get("record") instanceof Node.Mapping recording
        && recording.entries().get("every") instanceof Node.Scalar every
        && every.text().matches("[1-9][0-9]{0,9}")) {
      return Long.parseLong(every.text());
    }
    return 1;
  }
}

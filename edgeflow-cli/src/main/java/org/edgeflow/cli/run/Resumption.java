package org.edgeflow.cli.run;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.edgeflow.cli.checkpoint.Checkpoint;
import org.edgeflow.cli.config.ConfigFile;
import org.edgeflow.cli.config.YamlWriter;
import org.edgeflow.cli.directory.ProvenanceFile;
import org.edgeflow.cli.directory.RunLayout;
import org.edgeflow.core.checkpoint.DamagedFileException;
import org.edgeflow.core.experiment.Experiment;
import org.edgeflow.core.experiment.plan.ExperimentPlan;
import org.edgeflow.core.experiment.plan.ExperimentReader;
import org.edgeflow.core.plugin.Registry;
import org.edgeflow.core.record.CsvRecorder;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.settings.Excerpt;

/**
 * The way back to where an interrupted run stood. Everything that it finds is held against the
 * checkpoint; until all of it agrees, nothing is written.
 */
final class Resumption {
  private final RunLayout layout;
  private final ExperimentPlan plan;
  private final Checkpoint checkpoint;

  /**
   * Reads the checkpoint of a run.
   *
   * @param plan with which the run is to go on
   * @param registry reads the directory's own config
   * @throws ConfigException if there is nothing to go on with, or it began with another config
   */
  Resumption(RunLayout layout, ExperimentPlan plan, Registry registry) {
    this.layout = layout;
    this.plan = plan;
    checkResumable();
    try {
      this.checkpoint = Checkpoint.load(layout.checkpoint());
    } catch (DamagedFileException e) {
      throw refused(e.getMessage());
    } catch (IOException e) {
      throw layout.cannotRead(e);
    }
    checkConfig(registry);
  }

  private void checkResumable() {
    if (!layout.isRun()) {
      throw new ConfigException(
          "nothing to resume: "
              + layout.root()
              + " is no run directory (it has no config.yaml and trajectories/).");
    }
    if (Files.exists(layout.summary())) {
      throw new ConfigException(
          "nothing to resume: the run in " + layout.root() + " is finished (summary.json).");
    }
    if (!Files.exists(layout.checkpoint())) {
      throw new ConfigException(
          "nothing to resume: the run in "
              + layout.root()
              + " ended before its first checkpoint. Start it again with another --out:"
              + " run "
              + layout.config());
    }
  }

  private void checkConfig(Registry registry) {
    ExperimentPlan found = ExperimentReader.read(ConfigFile.read(layout.config()), registry);
    String difference = difference(YamlWriter.write(found.resolved()));
    if (!difference.isEmpty()) {
      throw new ConfigException(
          layout.config()
              + " is not the config with which the run began: "
              + difference
              + ". Write it as it was, or start another run with another --out: run "
              + layout.config());
    }
    difference = difference(YamlWriter.write(plan.resolved()));
    if (!difference.isEmpty()) {
      throw new ConfigException(
          "the config differs from "
              + layout.config()
              + ", with which the run began: "
              + difference
              + ". A run goes on as it began: run "
              + layout.root()
              + " --resume");
    }
  }

  // The first line that differs from the checkpoint's config; empty if none does.
  private String difference(String config) {
    List<String> lines = config.lines().toList();
    List<String> begun = checkpoint.config().lines().toList();
    for (int i = 0; i < Math.max(lines.size(), begun.size()); i++) {
      String line = i < lines.size() ? lines.get(i).strip() : "nothing";
      String before = i < begun.size() ? begun.get(i).strip() : "nothing";
      if (!line.equals(before)) {
        return "it has '" + Excerpt.of(line) + "' where the run had '" + Excerpt.of(before) + "'";
      }
    }
    return "";
  }

  /**
   * Brings an experiment to where the run stood; nothing is written.
   *
   * @param experiment just opened
   * @param provenance of the run, which recalls its past
   * @throws ConfigException if the run read other data, or its files are not as they were
   */
  void restore(Experiment experiment, ProvenanceFile provenance) throws IOException {
    checkInputs(experiment.inputs());
    try {
      provenance.recall(checkpoint.provenances());
    } catch (DamagedFileException e) {
      throw refused(e.getMessage());
    }
    try {
      experiment.restore(checkpoint.state());
    } catch (ConfigException e) {
      throw refused(layout.checkpoint() + ": " + String.join(" ", e.problems()));
    }
    List<String> names =
        experiment.trajectories().stream().map(trajectory -> trajectory.name()).toList();
    if (!names.equals(List.copyOf(checkpoint.trajectories().keySet()))) {
      throw refused(
          layout.checkpoint()
              + " has the trajectories "
              + String.join(", ", checkpoint.trajectories().keySet())
              + ", the run has "
              + String.join(", ", names));
    }
  }

  /**
   * Opens the files of a run that has been restored, and writes that it goes on.
   *
   * @throws ConfigException if a trajectory is not as it was; nothing has been changed then
   */
  CsvRecorder goOn(Experiment experiment, ProvenanceFile provenance) throws IOException {
    CsvRecorder recorder;
    try {
      recorder =
          CsvRecorder.resume(
              layout.trajectories(), experiment.trajectories(), checkpoint.trajectories());
    } catch (DamagedFileException e) {
      throw refused(e.getMessage());
    }
    // In this order: a process killed between the two leaves what the checkpoint goes with.
    checkpoint.accepting(provenance.sha256()).save(layout.checkpoint());
    provenance.resume();
    return recorder;
  }

  private void checkInputs(Map<String, String> inputs) {
    for (Map.Entry<String, String> input : checkpoint.inputs().entrySet()) {
      String found = inputs.getOrDefault(input.getKey(), "no more there");
      if (!found.equals(input.getValue())) {
        throw new ConfigException(
            input.getKey()
                + ": not what the run in "
                + layout.root()
                + " began with. Its SHA-256 is "
                + found
                + ", at the checkpoint it was "
                + input.getValue()
                + ". Put it back, or start another run with another --out: run "
                + layout.config());
      }
    }
    if (inputs.size() != checkpoint.inputs().size()) {
      throw refused(
          layout.checkpoint()
              + " knows of "
              + String.join(", ", checkpoint.inputs().keySet())
              + "; the run now reads "
              + String.join(", ", inputs.keySet()));
    }
  }

  private ConfigException refused(String what) {
    return new ConfigException(
        what.replaceAll("\\.$", "")
            + ". The run cannot go on from this: restore the file, or start the run again with"
            + " another --out: run "
            + layout.config());
  }
}

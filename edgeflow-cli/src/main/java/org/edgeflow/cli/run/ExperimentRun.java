package org.edgeflow.cli.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import org.edgeflow.cli.config.ConfigFile;
import org.edgeflow.cli.config.YamlWriter;
import org.edgeflow.core.checkpoint.Snapshot;
import org.edgeflow.core.checkpoint.SnapshotFile;
import org.edgeflow.core.experiment.Experiment;
import org.edgeflow.core.experiment.ExperimentPlan;
import org.edgeflow.core.experiment.ExperimentReader;
import org.edgeflow.core.experiment.Progress;
import org.edgeflow.core.finding.Summary;
import org.edgeflow.core.plugin.Registry;
import org.edgeflow.core.record.CsvRecorder;
import org.edgeflow.core.settings.ConfigException;

/**
 * Carries out a plan in a run directory. Nothing is written before everything has been opened; rows
 * are complete whenever a checkpoint is; {@code summary.json} comes last.
 */
public final class ExperimentRun {
  private final ExperimentPlan plan;
  private final RunLayout layout;
  private final Console console;
  private final boolean quiet;
  private long checkpointAt = System.nanoTime();

  /**
   * A run of a plan.
   *
   * @param layout where its files go
   * @param quiet whether to show no progress
   */
  public ExperimentRun(ExperimentPlan plan, RunLayout layout, Console console, boolean quiet) {
    this.plan = plan;
    this.layout = layout;
    this.console = console;
    this.quiet = quiet;
  }

  /**
   * Starts the run, and runs it to its end or until the person stops it.
   *
   * @return whether the end was reached
   * @throws ConfigException if the directory is taken, or the parts do not fit together
   * @throws EnvironmentException if the disk takes no more
   */
  public boolean start() {
    layout.checkFree();
    try (Experiment experiment = Experiment.open(plan)) {
      layout.create();
      ProvenanceFile provenance = new ProvenanceFile(layout, experiment, console);
      CsvRecorder recorder;
      try {
        JsonFile.write(layout.config(), YamlWriter.write(plan.resolved()));
        provenance.begin();
        recorder = CsvRecorder.create(layout.trajectories(), experiment.trajectories());
      } catch (IOException e) {
        layout.discard();
        throw layout.cannotWrite(e);
      }
      return advance(experiment, recorder, provenance);
    }
  }

  /**
   * Goes on with an interrupted run, so that its files end as if it had never stopped.
   *
   * @param registry reads the directory's own config
   * @return whether the end was reached
   * @throws ConfigException if there is nothing to go on with, or it is a run of another config
   */
  public boolean resume(Registry registry) {
    checkResumable(registry);
    try (Experiment experiment = Experiment.open(plan)) {
      ProvenanceFile provenance = new ProvenanceFile(layout, experiment, console);
      experiment.restore(load());
      CsvRecorder recorder;
      try {
        recorder =
            CsvRecorder.resume(
                layout.trajectories(), experiment.trajectories(), experiment.nextStep());
        provenance.resume();
      } catch (IOException e) {
        throw layout.cannotWrite(e);
      }
      return advance(experiment, recorder, provenance);
    }
  }

  private void checkResumable(Registry registry) {
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
    ExperimentPlan begun = ExperimentReader.read(ConfigFile.read(layout.config()), registry);
    if (!YamlWriter.write(begun.resolved()).equals(YamlWriter.write(plan.resolved()))) {
      throw new ConfigException(
          "the config differs from "
              + layout.config()
              + ", with which the run began. A run goes on as it began: run "
              + layout.root()
              + " --resume");
    }
  }

  private Snapshot load() {
    try {
      Snapshot snapshot = SnapshotFile.load(layout.checkpoint());
      if (snapshot.arrays().isEmpty()) {
        throw new IOException("it holds nothing");
      }
      return snapshot;
    } catch (IOException e) {
      throw new ConfigException(
          "the checkpoint "
              + layout.checkpoint()
              + " cannot be read ("
              + e.getMessage()
              + "). Start the run again with another --out: run "
              + layout.config());
    }
  }

  private boolean advance(Experiment experiment, CsvRecorder recorder, ProvenanceFile provenance) {
    console.stop().attend();
    boolean finished;
    try {
      finished = loop(experiment, recorder);
      if (finished) {
        if (plan.recording().arrays()) {
          ArrayFiles.write(layout.arrays(), experiment, plan.settings().dtype());
        }
        provenance.end();
        String summary = JsonFile.text(SummaryFile.content(experiment.summary(), plan));
        new Checksums(layout).write(summary);
        JsonFile.write(layout.summary(), summary);
        layout.removeCheckpoint();
      }
    } catch (UncheckedIOException e) {
      throw stoppedByDisk(e.getCause());
    } catch (IOException e) {
      throw stoppedByDisk(e);
    }
    if (finished) {
      report(experiment.summary());
    } else {
      console.problem(
          "interrupted after step "
              + (experiment.nextStep() - 1)
              + " of "
              + plan.settings().steps()
              + "; the checkpoint is saved. Go on with:");
      console.err().println("  " + resumeLine());
      console.err().flush();
    }
    return finished;
  }

  private boolean loop(Experiment experiment, CsvRecorder recorder) throws IOException {
    try (recorder;
        ProgressDisplay display =
            ProgressDisplay.of(
                console, quiet, plan.rule(), experiment.nextStep(), plan.settings().steps())) {
      boolean finished =
          experiment.run(recorder, progress -> watch(progress, display, experiment, recorder));
      if (!finished) {
        saveCheckpoint(experiment, recorder);
      }
      return finished;
    }
  }

  private boolean watch(
      Progress progress, ProgressDisplay display, Experiment experiment, CsvRecorder recorder) {
    display.show(progress);
    double elapsed = (System.nanoTime() - checkpointAt) * 1e-9;
    if (elapsed >= plan.recording().checkpointSeconds() && progress.step() < progress.steps()) {
      try {
        saveCheckpoint(experiment, recorder);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return !console.stop().requested();
  }

  private void saveCheckpoint(Experiment experiment, CsvRecorder recorder) throws IOException {
    recorder.flush();
    Files.createDirectories(layout.checkpoint().getParent());
    SnapshotFile.save(experiment.snapshot(), layout.checkpoint());
    checkpointAt = System.nanoTime();
  }

  private EnvironmentException stoppedByDisk(IOException e) {
    TornRows.cut(layout.trajectories());
    EnvironmentException stopped = layout.cannotWrite(e);
    return new EnvironmentException(
        stopped.getMessage()
            + " The rows written before stay"
            + (Files.exists(layout.checkpoint())
                ? "; with space again, go on with: " + resumeLine()
                : "."),
        e);
  }

  private void report(Summary summary) {
    for (String failure : RunReporters.run(plan.reporters(), layout.root())) {
      console.warning(failure);
    }
    ResultsTable.lines(summary).forEach(console::print);
    console.print(
        (Files.exists(layout.page()) ? "report: " + layout.page() : "results: " + layout.root()));
  }

  private String resumeLine() {
    return ShellWord.of(console.command())
        + " run "
        + ShellWord.of(layout.root().toString())
        + " --resume";
  }
}

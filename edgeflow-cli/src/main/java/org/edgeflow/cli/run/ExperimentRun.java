package org.edgeflow.cli.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.edgeflow.cli.checkpoint.Checkpoint;
import org.edgeflow.cli.checkpoint.RunLock;
import org.edgeflow.cli.config.YamlWriter;
import org.edgeflow.cli.console.Console;
import org.edgeflow.cli.console.EnvironmentException;
import org.edgeflow.cli.console.ProgressDisplay;
import org.edgeflow.cli.console.ShellWord;
import org.edgeflow.cli.directory.ArrayFiles;
import org.edgeflow.cli.directory.Checksums;
import org.edgeflow.cli.directory.JsonFile;
import org.edgeflow.cli.directory.ProvenanceFile;
import org.edgeflow.cli.directory.RunLayout;
import org.edgeflow.cli.directory.SummaryFile;
import org.edgeflow.cli.directory.TornRows;
import org.edgeflow.cli.live.Onlooker;
import org.edgeflow.core.checkpoint.DamagedFileException;
import org.edgeflow.core.checkpoint.GrowingFile;
import org.edgeflow.core.experiment.Experiment;
import org.edgeflow.core.experiment.Progress;
import org.edgeflow.core.experiment.plan.ExperimentPlan;
import org.edgeflow.core.finding.Summary;
import org.edgeflow.core.objective.StepAbandonedException;
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
  private final OptionalInt livePort;
  private final long taken = System.nanoTime();
  private long checkpointAt = taken;

  /**
   * A run of a plan.
   *
   * @param layout where its files go
   * @param quiet whether to show no progress
   */
  public ExperimentRun(ExperimentPlan plan, RunLayout layout, Console console, boolean quiet) {
    this(plan, layout, console, quiet, OptionalInt.empty());
  }

  /**
   * A run that can be looked at while it goes on.
   *
   * @param livePort of this machine, at which its page is served; 0 for any that is free
   */
  public ExperimentRun(
      ExperimentPlan plan, RunLayout layout, Console console, boolean quiet, OptionalInt livePort) {
    this.plan = plan;
    this.layout = layout;
    this.console = console;
    this.quiet = quiet;
    this.livePort = livePort;
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
    try (Experiment experiment = Experiment.open(plan, console.stop()::overdue);
        Onlooker onlooker = Onlooker.of(livePort, plan, layout, experiment);
        RunLock lock = layout.lock()) {
      // Once more, now that nobody else can write here.
      layout.checkFree();
      announce(RunVolume.of(plan, experiment));
      announce(onlooker);
      console.stop().attend(this::kept);
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
      return advance(experiment, recorder, provenance, onlooker);
    } catch (StepAbandonedException e) {
      return abandonedAtTheStart();
    }
  }

  // The parts of a run already evaluate while they are made.
  private boolean abandonedAtTheStart() {
    console.problem("interrupted before the first step of this process; nothing has been changed.");
    return false;
  }

  private void announce(RunVolume volume) {
    volume.checkFits(layout);
    if (!quiet) {
      console.err().println(volume.announcement(layout));
      console.err().flush();
    }
  }

  private void announce(Onlooker onlooker) {
    if (!onlooker.announcement().isEmpty()) {
      console.err().println(onlooker.announcement());
      console.err().flush();
    }
  }

  /**
   * Goes on with an interrupted run, so that its files end as if it had never stopped.
   *
   * @param registry reads the directory's own config
   * @return whether the end was reached
   * @throws ConfigException if there is nothing to go on with, or something is not as it was
   */
  public boolean resume(Registry registry) {
    layout.checkExists();
    try (RunLock lock = layout.lock()) {
      Resumption resumption = new Resumption(layout, plan, registry);
      try (Experiment experiment = Experiment.open(plan, console.stop()::overdue);
          Onlooker onlooker = Onlooker.of(livePort, plan, layout, experiment)) {
        ProvenanceFile provenance = new ProvenanceFile(layout, experiment, console);
        CsvRecorder recorder;
        try {
          console.stop().attend(this::kept);
          resumption.restore(experiment, provenance);
          announce(RunVolume.of(plan, experiment));
          announce(onlooker);
          recorder = resumption.goOn(experiment, provenance);
        } catch (IOException e) {
          throw stopped(e);
        }
        return advance(experiment, recorder, provenance, onlooker);
      } catch (StepAbandonedException e) {
        return abandonedAtTheStart();
      }
    }
  }

  private boolean advance(
      Experiment experiment, CsvRecorder recorder, ProvenanceFile provenance, Onlooker onlooker) {
    boolean finished;
    try {
      finished = loop(experiment, recorder, provenance, onlooker);
      if (finished) {
        layout.checkWhole();
        if (plan.recording().arrays()) {
          ArrayFiles.write(layout.arrays(), experiment, plan.settings().dtype());
        }
        provenance.end();
        String summary = JsonFile.text(SummaryFile.content(experiment.summary(), plan, seconds()));
        new Checksums(layout).write(summary);
        JsonFile.write(layout.summary(), summary);
        layout.removeCheckpoint();
      }
    } catch (StepAbandonedException e) {
      console.problem("interrupted inside step " + experiment.nextStep() + "; " + kept());
      return false;
    } catch (UncheckedIOException e) {
      throw stopped(e.getCause());
    } catch (IOException e) {
      throw stopped(e);
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

  private boolean loop(
      Experiment experiment, CsvRecorder recorder, ProvenanceFile provenance, Onlooker onlooker)
      throws IOException {
    try (recorder;
        ProgressDisplay display =
            ProgressDisplay.of(
                console, quiet, plan.rule(), experiment.nextStep(), plan.settings().steps())) {
      boolean finished =
          experiment.run(
              onlooker.beside(recorder),
              progress -> {
                display.show(progress);
                onlooker.afterStep();
                if (isCheckpointDue(progress)) {
                  saveInPassing(experiment, recorder, provenance);
                }
                return !console.stop().requested();
              });
      if (finished) {
        // The summary that comes next says that the rows are there.
        recorder.sync();
      } else {
        saveCheckpoint(experiment, recorder, provenance);
      }
      return finished;
    }
  }

  private boolean isCheckpointDue(Progress progress) {
    double elapsed = (System.nanoTime() - checkpointAt) * 1e-9;
    return elapsed >= plan.recording().checkpointSeconds() && progress.step() < progress.steps();
  }

  private void saveInPassing(
      Experiment experiment, CsvRecorder recorder, ProvenanceFile provenance) {
    try {
      saveCheckpoint(experiment, recorder, provenance);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void saveCheckpoint(
      Experiment experiment, CsvRecorder recorder, ProvenanceFile provenance) throws IOException {
    Map<String, GrowingFile.Mark> trajectories = recorder.sync();
    new Checkpoint(
            YamlWriter.write(plan.resolved()),
            experiment.inputs(),
            List.of(provenance.sha256()),
            trajectories,
            experiment.snapshot())
        .save(layout.checkpoint());
    checkpointAt = System.nanoTime();
  }

  private double seconds() {
    return (System.nanoTime() - taken) * 1e-9;
  }

  // What remains of a run that ends here and now.
  private String kept() {
    return Files.exists(layout.checkpoint())
        ? "the last checkpoint is kept. Go on with:\n  " + resumeLine()
        : "there was no checkpoint yet, and nothing to go on with.";
  }

  private EnvironmentException stopped(IOException e) {
    if (e instanceof DamagedFileException) {
      return new EnvironmentException(
          "the run cannot keep its rows: "
              + e.getMessage()
              + ". What it computed is lost, from the last checkpoint on if there is one. Start it"
              + " again, and let no other program work in "
              + layout.root()
              + " meanwhile.",
          e);
    }
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

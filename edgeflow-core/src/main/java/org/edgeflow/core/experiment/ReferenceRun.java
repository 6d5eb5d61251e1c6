package org.edgeflow.core.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.edgeflow.core.checkpoint.Snapshot;
import org.edgeflow.core.objective.Problem;
import org.edgeflow.core.optimizer.Optimizer;
import org.edgeflow.core.record.Recorder;
import org.edgeflow.core.record.Trajectory;

/** The reference along the run: its rows, its onset, its end. */
final class ReferenceRun implements Snapshot.Part {
  private static final List<String> FIXED =
      List.of(
          "step",
          "loss",
          "sharpness",
          "oscillation",
          "seconds",
          "average_loss",
          "effective_sharpness");

  private final String name;
  private final ExperimentPlan plan;
  private final Reference reference;
  private final ProbeRack probes;
  private final OnsetDetector onset = new OnsetDetector();
  private final double[] row;
  private Outcome outcome = Outcome.running(0);
  private final RunningPeak peakSharpness = new RunningPeak("peak_sharpness");
  private double displacement;

  ReferenceRun(
      ExperimentPlan plan, Problem problem, Optimizer optimizer, Optional<Sampler> sampler) {
    this.name = plan.optimizer().type();
    this.plan = plan;
    this.reference =
        new Reference(
            optimizer, problem.objective(), sampler, problem.start(), plan.settings().steps());
    this.probes = new ProbeRack(plan, problem, optimizer.preconditioner().isPresent());
    this.row = new double[FIXED.size() + probes.columns().size()];
  }

  Trajectory trajectory() {
    List<String> columns = new ArrayList<>(FIXED);
    columns.addAll(probes.columns());
    return new Trajectory(name, columns);
  }

  /** Moves to a step, and records it if that is due. */
  void moveTo(long step, Recorder recorder) {
    if (!outcome.isRunning()) {
      return;
    }
    reference.moveTo(step);
    double maxLoss = plan.settings().maxLoss();
    if (!Outcome.isSound(reference.loss(), maxLoss)) {
      outcome =
          Outcome.unsound(
              step, reference.loss(), maxLoss, "a smaller learning rate may keep it finite");
      return;
    }
    outcome = Outcome.running(step);
    displacement = reference.displacement();
    double oscillation = reference.oscillation(step);
    onset.observe(step, oscillation, displacement);
    if (step % plan.recording().every() == 0) {
      row[0] = step;
      row[1] = reference.loss();
      row[2] = probes.sharpness(step, reference.iterate());
      row[3] = oscillation;
      row[4] = plan.recording().seconds() ? reference.seconds() : Double.NaN;
      row[5] = reference.averageLoss(step);
      row[6] = probes.effectiveSharpness(step, reference.iterate(), reference.preconditioner());
      if (onset.found()) {
        peakSharpness.add(row[6]);
      }
      probes.measure(step, reference.iterate(), row, FIXED.size());
      recorder.row(name, row);
    }
  }

  void complete(long step) {
    if (outcome.isRunning()) {
      outcome = new Outcome(Outcome.Kind.COMPLETED, step, "");
    }
  }

  /** Whether there is something to compare with. */
  boolean isRunning() {
    return outcome.isRunning();
  }

  Reference reference() {
    return reference;
  }

  /** {@code ‖A_k − w_0‖} at the current step. */
  double displacement() {
    return displacement;
  }

  boolean hasReachedTheEdge() {
    return onset.found();
  }

  Progress progress(long step) {
    return new Progress(step, plan.settings().steps(), reference.loss(), probes.latestSharpness());
  }

  ModelSummary summary() {
    return new ModelSummary(
        name,
        plan.optimizer().type(),
        outcome,
        reference.seconds(),
        reference.counted().cost(),
        org.edgeflow.core.objective.Cost.NONE,
        onset.onset(),
        Double.NaN,
        Double.NaN,
        Double.NaN,
        Double.NaN,
        peakSharpness.value());
  }

  @Override
  public void save(Snapshot snapshot, String prefix) {
    reference.save(snapshot, prefix);
    probes.save(snapshot, prefix + "probes.");
    onset.save(snapshot, prefix);
    peakSharpness.save(snapshot, prefix);
    OutcomeRecord.save(outcome, snapshot, prefix + "outcome");
  }

  @Override
  public void restore(Snapshot snapshot, String prefix) {
    reference.restore(snapshot, prefix);
    probes.restore(snapshot, prefix + "probes.");
    onset.restore(snapshot, prefix);
    peakSharpness.restore(snapshot, prefix);
    outcome = OutcomeRecord.restore(snapshot, prefix + "outcome");
  }
}

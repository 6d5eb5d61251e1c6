package org.edgeflow.core.experiment;

import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.edgeflow.core.checkpoint.Fields;
import org.edgeflow.core.checkpoint.Snapshot;
import org.edgeflow.core.experiment.plan.ExperimentPlan;
import org.edgeflow.core.experiment.reference.Neighbour;
import org.edgeflow.core.experiment.reference.Reference;
import org.edgeflow.core.experiment.reference.Sampler;
import org.edgeflow.core.finding.Ascent;
import org.edgeflow.core.finding.Figure;
import org.edgeflow.core.finding.Figures;
import org.edgeflow.core.finding.ModelSummary;
import org.edgeflow.core.finding.OnsetDetector;
import org.edgeflow.core.finding.Outcome;
import org.edgeflow.core.finding.Ringing;
import org.edgeflow.core.finding.RunningMean;
import org.edgeflow.core.finding.RunningPeak;
import org.edgeflow.core.flow.FlowStoppedException;
import org.edgeflow.core.objective.Problem;
import org.edgeflow.core.optimizer.Optimizer;
import org.edgeflow.core.record.Column;
import org.edgeflow.core.record.Recorder;
import org.edgeflow.core.record.Row;
import org.edgeflow.core.record.Trajectory;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.tensor.Tensor;

/** The reference along the run: its rows, its onset, its end. */
final class ReferenceRun implements Snapshot.Part {
  private final String name;
  private final ExperimentPlan plan;
  private final ToDoubleFunction<Tensor> training;
  private final Reference reference;
  private final Optional<Neighbour> neighbour;
  private final ProbeRack probes;
  private final OnsetDetector onset = new OnsetDetector();
  private final Row row;
  private Outcome outcome = Outcome.running(0);
  private final RunningPeak peakSharpness = new RunningPeak("peak_sharpness");
  private final RunningMean meanOscillation = new RunningMean("mean_oscillation");
  private final CentreAlternation alternation;
  private final Ringing ringing = new Ringing();
  private final Ascent ascent;
  private double displacement;
  private double oscillation = Double.NaN;

  /**
   * The reference at its start.
   *
   * @param heldOut the accuracy on examples that nobody trains on
   * @param optimizers makes one; asked a second time where the spread is recorded
   */
  ReferenceRun(
      ExperimentPlan plan,
      Problem problem,
      Optional<ToDoubleFunction<Tensor>> heldOut,
      Supplier<Optimizer> optimizers,
      Optional<Sampler> sampler) {
    Optimizer optimizer = accepted(plan, optimizers);
    this.name = plan.optimizer().type();
    this.training = accuracy(plan, problem);
    this.plan = plan;
    this.reference =
        accepted(
            plan,
            () ->
                new Reference(
                    optimizer,
                    problem.objective(),
                    sampler,
                    problem.start(),
                    plan.settings().steps(),
                    plan.settings().startAfter()));
    this.neighbour =
        plan.recording().spread()
            ? Optional.of(
                new Neighbour(
                    new Reference(
                        optimizers.get(),
                        problem.objective(),
                        sampler,
                        Neighbour.oneRoundingFrom(problem.start(), plan.settings().seed()),
                        plan.settings().steps(),
                        0)))
            : Optional.empty();
    this.probes = new ProbeRack(plan, problem, heldOut, optimizer.preconditioner().isPresent());
    this.row = new Row(new Trajectory(name, Column.ofReference(), probes.columns()));
    this.alternation = new CentreAlternation(problem.start());
    this.ascent = new Ascent(plan.rule().threshold());
  }

  // An optimizer made of a flow may refuse where it is to begin.
  private static <T> T accepted(ExperimentPlan plan, Supplier<T> creation) {
    try {
      return creation.get();
    } catch (IllegalArgumentException refused) {
      throw new ConfigException(
          plan.optimizer().origin()
              + ": optimizer '"
              + plan.optimizer().type()
              + "': "
              + refused.getMessage());
    }
  }

  Trajectory trajectory() {
    return row.trajectory();
  }

  /** Moves to a step, and records it if that is due. */
  void moveTo(long step, Recorder recorder) {
    if (!outcome.isRunning()) {
      return;
    }
    try {
      reference.moveTo(step);
    } catch (FlowStoppedException stopped) {
      outcome = new Outcome(Outcome.Kind.STOPPED, step, stopped.getMessage());
      return;
    }
    double maxLoss = plan.settings().maxLoss();
    if (!Outcome.isSound(reference.loss(), maxLoss)) {
      outcome =
          Outcome.unsound(
              step, reference.loss(), maxLoss, "a smaller learning rate may keep it finite");
      return;
    }
    outcome = Outcome.running(step);
    neighbour.ifPresent(twin -> twin.moveTo(step));
    displacement = reference.displacement();
    oscillation = reference.oscillation(step);
    onset.observe(step, oscillation, displacement);
    if (!isAtTheEdge()) {
      peakSharpness.clear();
      meanOscillation.clear();
      neighbour.ifPresent(Neighbour::clear);
      alternation.clear();
      ringing.clear();
    } else if (step >= plan.settings().startAfter()) {
      alternation.observe(reference.centre());
      ringing.observe(step, oscillation);
    }
    if (step % plan.recording().every() == 0) {
      record(step);
      recorder.row(row);
    }
  }

  private void record(long step) {
    row.clear();
    row.set(Column.STEP, step);
    row.set(Column.LOSS, reference.loss());
    row.set(Column.SHARPNESS, probes.sharpness(step, reference.iterate()));
    row.set(Column.OSCILLATION, oscillation);
    row.set(Column.SECONDS, plan.recording().seconds() ? reference.seconds() : Double.NaN);
    row.set(Column.AVERAGE_LOSS, reference.averageLoss(step));
    double effective =
        probes.effectiveSharpness(step, reference.iterate(), reference.preconditioner());
    row.set(Column.EFFECTIVE_SHARPNESS, effective);
    ascent.observe(step, effective);
    if (isAtTheEdge()) {
      peakSharpness.add(effective);
      meanOscillation.add(oscillation);
      neighbour.ifPresent(twin -> twin.observe(reference));
    }
    probes.measure(step, reference.iterate(), row);
  }

  /**
   * Makes sure that what was restored stands at a step.
   *
   * @throws IllegalArgumentException if it does not
   */
  void checkStandsAt(long step) {
    outcome.checkReachable(step);
    if (outcome.isRunning() && outcome.step() != step) {
      throw new IllegalArgumentException(
          name + " is at step " + outcome.step() + ", and the run at " + step);
    }
    reference.checkStandsAt(outcome.step(), outcome.isRunning());
  }

  void complete(long step, String reason) {
    if (outcome.isRunning()) {
      outcome = new Outcome(Outcome.Kind.COMPLETED, step, reason);
    }
  }

  private static ToDoubleFunction<Tensor> accuracy(ExperimentPlan plan, Problem problem) {
    boolean asked =
        plan.stop().filter(rule -> rule.conditions().accuracy().isPresent()).isPresent();
    Optional<ToDoubleFunction<Tensor>> known = problem.objective().accuracy();
    if (asked && known.isEmpty()) {
      throw new ConfigException(
          plan.settings().stop().orElseThrow().origin()
              + ": 'stop.accuracy' needs a network that classifies examples and that the exact"
              + " engine evaluates ('engine: exact'); objective '"
              + plan.objective().type()
              + "' is none here. Remove it, or stop at a loss.");
    }
    return known.orElse(point -> Double.NaN);
  }

  double loss() {
    return reference.loss();
  }

  /** The share of the training examples that the iterate classifies as labelled. */
  double accuracy() {
    return training.applyAsDouble(reference.iterate());
  }

  double seconds() {
    return reference.seconds();
  }

  /** The steps since the onset; −1 where there is none yet, or the optimizer has ended. */
  long edgeHeld(long step) {
    return outcome.isRunning() && onset.found() ? step - (long) onset.step() : -1;
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

  /** {@code ¼ ‖w_{k+1} − 2w_k + w_{k−1}‖} at the current step; NaN at step 0. */
  double oscillation() {
    return oscillation;
  }

  /**
   * Whether it is at the edge: from its onset on, or, where its oscillation has never yet been
   * below the onset's threshold, from its start on, because then it started beyond the edge.
   */
  boolean isAtTheEdge() {
    return onset.found() || !onset.hasBeenBelow();
  }

  /** Whether its first oscillation has died, so that an onset can come. */
  boolean hasBeenBelow() {
    return onset.hasBeenBelow();
  }

  Progress progress(long step) {
    return new Progress(
        step, plan.settings().steps(), reference.loss(), probes.latestEffectiveSharpness());
  }

  ModelSummary summary() {
    return new ModelSummary(name, plan.optimizer().type(), outcome, Figures.of(this::figure), "");
  }

  private double figure(Figure figure) {
    return switch (figure) {
      case STEPS -> outcome.step();
      case SECONDS -> reference.seconds();
      case GRADIENTS -> reference.counted().cost().gradients();
      case HVPS -> reference.counted().cost().hessianVectors();
      case GRADIENTS_PER_ITERATION -> reference.counted().cost().gradientsPer(outcome.step());
      case FINAL_LOSS -> Double.isFinite(reference.loss()) ? reference.loss() : Double.NaN;
      case SEED_GRADIENTS -> reference.seedCost().gradients();
      case SEED_HVPS -> reference.seedCost().hessianVectors();
      case ONSET_STEP -> onset.step();
      case OSCILLATION_AFTER -> meanOscillation.value();
      case ALTERNATION_AFTER -> alternation.value();
      case RINGING_PERIOD -> ringing.period();
      case RINGING_DECAY -> ringing.decay();
      case RINGING_FORMULA ->
          plan.rule().isGradientDescent()
              ? Ringing.period(plan.settings().learningRate(), ascent.rate())
              : Double.NaN;
      case SPREAD_AFTER -> neighbour.map(Neighbour::spread).orElse(Double.NaN);
      case PEAK_SHARPNESS_AFTER -> peakSharpness.value();
      default -> Double.NaN;
    };
  }

  @Override
  public void visit(Fields fields) {
    reference.visit(fields);
    fields.part("probes", probes);
    onset.visit(fields);
    peakSharpness.visit(fields);
    meanOscillation.visit(fields);
    alternation.visit(fields);
    ringing.visit(fields);
    ascent.visit(fields);
    neighbour.ifPresent(twin -> fields.part("neighbour", twin));
    outcome = outcome.visit(fields, "outcome");
  }
}

package org.edgeflow.core.experiment;

import java.util.Optional;
import org.edgeflow.core.checkpoint.Snapshot;
import org.edgeflow.core.finding.Figure;
import org.edgeflow.core.finding.Figures;
import org.edgeflow.core.finding.ModelSummary;
import org.edgeflow.core.finding.Outcome;
import org.edgeflow.core.flow.Flow;
import org.edgeflow.core.flow.FlowFactory;
import org.edgeflow.core.flow.FlowStoppedException;
import org.edgeflow.core.flow.Reading;
import org.edgeflow.core.flow.State;
import org.edgeflow.core.objective.Cost;
import org.edgeflow.core.objective.CountingObjective;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.objective.Problem;
import org.edgeflow.core.objective.SampledLoss;
import org.edgeflow.core.record.Column;
import org.edgeflow.core.record.Recorder;
import org.edgeflow.core.record.Row;
import org.edgeflow.core.record.Trajectory;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.solver.Solver;
import org.edgeflow.core.solver.SolverFactory;
import org.edgeflow.core.solver.Stepper;
import org.edgeflow.core.tensor.Tensor;

/** One model along the run: its steps, its rows, its errors against the reference, its end. */
final class ModelRun implements Snapshot.Part {
  private final ModelPlan model;
  private final ExperimentPlan plan;
  private final Objective objective;
  private final CountingObjective counted;
  private final Flow flow;
  private final Stepper stepper;
  private final State unused;
  private final Tensor centre;
  private final Optional<Tensor> preconditioner;
  private final ProbeRack probes;
  private final OnsetDetector onset = new OnsetDetector();
  private final RunningMean earlyError = new RunningMean("mean_early_center_error");
  private final RunningPeak peakSharpness = new RunningPeak("peak_sharpness");
  private final RunningMean centerError = new RunningMean("mean_center_error");
  private final RunningMean relativeError = new RunningMean("mean_relative_center_error");
  private final RunningMean lossError = new RunningMean("mean_relative_loss_error");
  private final Row row;
  private Cost seedCost;
  private Outcome outcome = Outcome.running(0);
  private long nanos;

  ModelRun(ModelPlan model, ExperimentPlan plan, Problem problem) {
    this.model = model;
    this.plan = plan;
    this.objective = problem.objective();
    this.counted = new CountingObjective(objective);
    this.flow = flow(model.flow());
    this.stepper = begin(problem.start());
    State state = stepper.state();
    this.seedCost = counted.cost();
    this.unused = state.like();
    this.centre = objective.backend().copyOf(problem.start());
    this.preconditioner =
        outcome.isRunning()
            ? flow.preconditioner(state).map(objective.backend()::copyOf)
            : Optional.empty();
    this.probes = new ProbeRack(plan, problem, preconditioner.isPresent());
    this.row = new Row(new Trajectory(model.name(), Column.ofModel(), probes.columns()));
  }

  private Flow flow(Part<FlowFactory<?>> part) {
    try {
      return createFlow(part.factory(), part.settings());
    } catch (IllegalArgumentException refused) {
      throw new ConfigException(
          part.origin() + ": model '" + model.name() + "': " + refused.getMessage());
    }
  }

  private <S extends Record> Flow createFlow(FlowFactory<S> factory, Record settings) {
    return factory.create(
        factory.settings().cast(settings),
        new FlowFactory.Context(counted, plan.rule(), plan.settings().seed(), this::sampledLoss));
  }

  private Optional<SampledLoss> sampledLoss() {
    return plan.sampling()
        .flatMap(
            sampling -> objective.sampled(sampling.batchSize(), sampling.labelNoise()));
  }

  private static <S extends Record> Solver createSolver(SolverFactory<S> factory, Record settings) {
    return factory.create(factory.settings().cast(settings));
  }

  private Stepper begin(Tensor start) {
    try {
      return start(flow.initial(start));
    } catch (FlowStoppedException stopped) {
      outcome = new Outcome(Outcome.Kind.STOPPED, 0, stopped.getMessage());
      return new NeverStarted(start);
    }
  }

  private Stepper start(State state) {
    Part<SolverFactory<?>> solver = model.solver();
    try {
      return createSolver(solver.factory(), solver.settings()).start(flow, state);
    } catch (IllegalArgumentException refused) {
      throw new ConfigException(
          solver.origin() + ": model '" + model.name() + "': " + refused.getMessage());
    }
  }

  Trajectory trajectory() {
    return row.trajectory();
  }

  String name() {
    return model.name();
  }

  /** The centre where the model stands now, live. */
  Tensor centre() {
    return stepper.state().centre();
  }

  /** Compares step k with the reference, which stands there too, and goes on to step k + 1. */
  void compareAndAdvance(long step, ReferenceRun reference, Recorder recorder) {
    if (!outcome.isRunning()) {
      return;
    }
    State state = stepper.state();
    double magnitude = flow.magnitude(state);
    boolean recording = step % plan.recording().every() == 0;
    if (recording) {
      objective.backend().copy(state.centre(), centre);
      if (preconditioner.isPresent() && probes.measuresSharpness(step)) {
        objective
            .backend()
            .copy(flow.preconditioner(state).orElseThrow(), preconditioner.orElseThrow());
      }
    }
    Reading reading;
    try {
      reading = step < plan.settings().steps() ? advance() : lookWithoutCounting(state);
    } catch (FlowStoppedException stopped) {
      outcome = new Outcome(Outcome.Kind.STOPPED, step, stopped.getMessage());
      return;
    }
    double known = Double.isNaN(reading.loss()) ? reading.predictedLoss() : reading.loss();
    if (!Outcome.isSound(known, plan.settings().maxLoss())) {
      outcome = Outcome.unsound(step, known, plan.settings().maxLoss(), flow.remedy());
      return;
    }
    outcome = Outcome.running(step);
    if (reference.isRunning()) {
      onset.observe(step, magnitude, reference.displacement());
    }
    if (recording) {
      record(step, reading, magnitude, reference, recorder);
    }
  }

  private Reading advance() {
    long begin = System.nanoTime();
    Reading reading = stepper.step();
    nanos += System.nanoTime() - begin;
    return reading;
  }

  // The last row needs the model's own prediction there, but no step is taken any more.
  private Reading lookWithoutCounting(State state) {
    Cost before = counted.cost();
    Reading reading = flow.derivative(state, unused);
    counted.setCost(before);
    return reading;
  }

  private void record(
      long step, Reading reading, double magnitude, ReferenceRun reference, Recorder recorder) {
    row.clear();
    row.set(Column.STEP, step);
    row.set(
        Column.LOSS, Double.isNaN(reading.loss()) ? objective.loss(centre) : reading.loss());
    row.set(Column.PREDICTED_LOSS, reading.predictedLoss());
    row.set(Column.SHARPNESS, probes.sharpness(step, centre));
    row.set(Column.MAGNITUDE, magnitude);
    row.set(Column.SECONDS, plan.recording().seconds() ? nanos * 1e-9 : Double.NaN);
    row.set(Column.CURVATURE, reading.curvature());
    row.set(Column.POTENTIAL, reading.potential());
    row.set(Column.CENTER_SLOPE, reading.centreSlope());
    row.set(Column.OSCILLATION_SLOPE, reading.oscillationSlope());
    row.set(
        Column.EFFECTIVE_SHARPNESS, probes.effectiveSharpness(step, centre, preconditioner));
    if (reference.isRunning()) {
      compare(step, reference);
    }
    if (reference.hasReachedTheEdge()) {
      peakSharpness.add(row.get(Column.EFFECTIVE_SHARPNESS));
    }
    probes.measure(step, centre, row);
    recorder.row(row);
  }

  private void compare(long step, ReferenceRun reference) {
    double error = objective.backend().distance(centre, reference.reference().centre());
    double relative =
        reference.displacement() > 0 ? error / reference.displacement() : Double.NaN;
    row.set(Column.CENTER_ERROR, error);
    row.set(Column.RELATIVE_CENTER_ERROR, relative);
    if (reference.hasReachedTheEdge()) {
      double average = reference.reference().averageLoss(step);
      centerError.add(error);
      relativeError.add(relative);
      lossError.add(Math.abs(row.get(Column.PREDICTED_LOSS) - average) / Math.abs(average));
    } else {
      earlyError.add(error);
    }
  }

  void complete(long step) {
    if (outcome.isRunning()) {
      outcome = new Outcome(Outcome.Kind.COMPLETED, step, "");
    }
  }

  ModelSummary summary() {
    return new ModelSummary(
        model.name(), model.flow().type(), outcome, Figures.of(this::figure));
  }

  private double figure(Figure figure) {
    Cost cost = counted.cost().since(seedCost);
    return switch (figure) {
      case STEPS -> outcome.step();
      case SECONDS -> nanos * 1e-9;
      case GRADIENTS -> cost.gradients();
      case HVPS -> cost.hessianVectors();
      case SEED_GRADIENTS -> seedCost.gradients();
      case SEED_HVPS -> seedCost.hessianVectors();
      case ONSET_STEP -> onset.step();
      case CENTER_ERROR_BEFORE -> earlyError.value();
      case CENTER_ERROR_AFTER -> centerError.value();
      case RELATIVE_CENTER_ERROR_AFTER -> relativeError.value();
      case LOSS_ERROR_AFTER -> lossError.value();
      case PEAK_SHARPNESS_AFTER -> peakSharpness.value();
    };
  }

  @Override
  public void save(Snapshot snapshot, String prefix) {
    stepper.save(snapshot, prefix + "state.");
    flow.save(snapshot, prefix + "flow.");
    probes.save(snapshot, prefix + "probes.");
    onset.save(snapshot, prefix);
    earlyError.save(snapshot, prefix);
    peakSharpness.save(snapshot, prefix);
    centerError.save(snapshot, prefix);
    relativeError.save(snapshot, prefix);
    lossError.save(snapshot, prefix);
    CostRecord.save(seedCost, snapshot, prefix + "seed_cost");
    CostRecord.save(counted.cost(), snapshot, prefix + "cost");
    snapshot.putCounts(prefix + "nanos", nanos);
    OutcomeRecord.save(outcome, snapshot, prefix + "outcome");
  }

  @Override
  public void restore(Snapshot snapshot, String prefix) {
    stepper.restore(snapshot, prefix + "state.");
    flow.restore(snapshot, prefix + "flow.");
    probes.restore(snapshot, prefix + "probes.");
    onset.restore(snapshot, prefix);
    earlyError.restore(snapshot, prefix);
    peakSharpness.restore(snapshot, prefix);
    centerError.restore(snapshot, prefix);
    relativeError.restore(snapshot, prefix);
    lossError.restore(snapshot, prefix);
    seedCost = CostRecord.restore(snapshot, prefix + "seed_cost");
    counted.setCost(CostRecord.restore(snapshot, prefix + "cost"));
    nanos = snapshot.counts(prefix + "nanos")[0];
    outcome = OutcomeRecord.restore(snapshot, prefix + "outcome");
  }
}

package org.edgeflow.core.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.edgeflow.core.checkpoint.Snapshot;
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
import org.edgeflow.core.record.Recorder;
import org.edgeflow.core.record.Trajectory;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.solver.Solver;
import org.edgeflow.core.solver.SolverFactory;
import org.edgeflow.core.solver.Stepper;
import org.edgeflow.core.tensor.Tensor;

/** One model along the run: its steps, its rows, its errors against the reference, its end. */
final class ModelRun implements Snapshot.Part {
  private static final List<String> FIXED =
      List.of(
          "step",
          "loss",
          "predicted_loss",
          "sharpness",
          "magnitude",
          "center_error",
          "relative_center_error",
          "seconds",
          "curvature",
          "effective_sharpness");

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
  private final double[] row;
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
    this.row = new double[FIXED.size() + probes.columns().size()];
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
    List<String> columns = new ArrayList<>(FIXED);
    columns.addAll(probes.columns());
    return new Trajectory(model.name(), columns);
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
    double error = Double.NaN;
    double relative = Double.NaN;
    if (reference.isRunning()) {
      error = objective.backend().distance(centre, reference.reference().centre());
      relative = reference.displacement() > 0 ? error / reference.displacement() : Double.NaN;
      if (reference.hasReachedTheEdge()) {
        double average = reference.reference().averageLoss(step);
        centerError.add(error);
        relativeError.add(relative);
        lossError.add(Math.abs(reading.predictedLoss() - average) / Math.abs(average));
      } else {
        earlyError.add(error);
      }
    }
    row[0] = step;
    row[1] = Double.isNaN(reading.loss()) ? objective.loss(centre) : reading.loss();
    row[2] = reading.predictedLoss();
    row[3] = probes.sharpness(step, centre);
    row[4] = magnitude;
    row[5] = error;
    row[6] = relative;
    row[7] = plan.recording().seconds() ? nanos * 1e-9 : Double.NaN;
    row[8] = reading.curvature();
    row[9] = probes.effectiveSharpness(step, centre, preconditioner);
    if (reference.hasReachedTheEdge()) {
      peakSharpness.add(row[9]);
    }
    probes.measure(step, centre, row, FIXED.size());
    recorder.row(model.name(), row);
  }

  void complete(long step) {
    if (outcome.isRunning()) {
      outcome = new Outcome(Outcome.Kind.COMPLETED, step, "");
    }
  }

  ModelSummary summary() {
    return new ModelSummary(
        model.name(),
        model.flow().type(),
        outcome,
        nanos * 1e-9,
        counted.cost().since(seedCost),
        seedCost,
        onset.onset(),
        earlyError.value(),
        centerError.value(),
        relativeError.value(),
        lossError.value(),
        peakSharpness.value());
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

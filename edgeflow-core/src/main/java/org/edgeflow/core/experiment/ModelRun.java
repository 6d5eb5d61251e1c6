package org.edgeflow.core.experiment;

import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.edgeflow.core.checkpoint.Fields;
import org.edgeflow.core.checkpoint.Snapshot;
import org.edgeflow.core.experiment.plan.ExperimentPlan;
import org.edgeflow.core.experiment.plan.ModelPlan;
import org.edgeflow.core.experiment.plan.Part;
import org.edgeflow.core.experiment.reference.Reference;
import org.edgeflow.core.experiment.reference.StartRecord;
import org.edgeflow.core.finding.Figure;
import org.edgeflow.core.finding.Figures;
import org.edgeflow.core.finding.ModelSummary;
import org.edgeflow.core.finding.Outcome;
import org.edgeflow.core.flow.Flow;
import org.edgeflow.core.flow.FlowFactory;
import org.edgeflow.core.flow.FlowStoppedException;
import org.edgeflow.core.flow.Reading;
import org.edgeflow.core.flow.Start;
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
import org.edgeflow.core.settings.Origin;
import org.edgeflow.core.solver.Solver;
import org.edgeflow.core.solver.Stepper;
import org.edgeflow.core.tensor.Tensor;

/** One model along the run: its steps, its rows, its errors against the reference, its end. */
final class ModelRun implements Snapshot.Part {
  private final ModelPlan model;
  private final ExperimentPlan plan;
  private final Objective objective;
  private final CountingObjective counted;
  private final Tensor origin;
  private Flow flow;
  private Stepper stepper;
  private State unused;
  private final Tensor centre;
  private final Optional<Tensor> preconditioner;
  private final ProbeRack probes;
  private final ModelErrors errors;
  private final Row row;
  private Cost seedCost;
  private Optional<Start> begunFrom = Optional.empty();
  private Outcome outcome = Outcome.running(0);
  private long nanos;

  ModelRun(
      ModelPlan model,
      ExperimentPlan plan,
      Problem problem,
      Optional<ToDoubleFunction<Tensor>> heldOut) {
    this.model = model;
    this.plan = plan;
    this.objective = problem.objective();
    this.counted = new CountingObjective(objective);
    this.origin = problem.start();
    // A late model begins here, too: what cannot go together is said before the first step.
    begin(Start.at(origin));
    State state = stepper.state();
    this.centre = objective.backend().copyOf(problem.start());
    this.errors = new ModelErrors(centre);
    this.preconditioner =
        outcome.isRunning()
            ? flow.preconditioner(state).map(objective.backend()::copyOf)
            : Optional.empty();
    this.probes = new ProbeRack(plan, problem, heldOut, preconditioner.isPresent());
    this.row = new Row(new Trajectory(model.name(), Column.ofModel(), probes.columns()));
  }

  private Flow createFlow() {
    FlowFactory.Context context =
        new FlowFactory.Context(counted, plan.rule(), plan.settings().seed(), this::sampledLoss);
    return refusedAt(model.flow().origin(), () -> model.flow().configured().create(context));
  }

  private <T> T refusedAt(Origin origin, Supplier<T> creation) {
    try {
      return creation.get();
    } catch (IllegalArgumentException refused) {
      throw new ConfigException(origin + ": model '" + model.name() + "': " + refused.getMessage());
    }
  }

  private Optional<SampledLoss> sampledLoss() {
    return plan.sampling()
        .flatMap(sampling -> objective.sampled(sampling.batchSize(), sampling.labelNoise()));
  }

  private void begin(Start start) {
    counted.setCost(Cost.NONE);
    flow = createFlow();
    outcome = Outcome.running(0);
    try {
      State state = flow.initial(start);
      Part<Supplier<Solver>> solver = model.solver();
      stepper = refusedAt(solver.origin(), () -> solver.configured().get().start(flow, state));
    } catch (FlowStoppedException stopped) {
      outcome = new Outcome(Outcome.Kind.STOPPED, 0, stopped.getMessage());
      stepper = new NeverStarted(start.centre());
    }
    unused = stepper.state().like();
    seedCost = counted.cost();
  }

  private void beginAt(long step, Reference reference) {
    Start start = StartRecord.of(reference);
    begunFrom = Optional.of(start);
    begin(start);
    outcome = new Outcome(outcome.kind(), step, outcome.advice());
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
    long late = plan.settings().startAfter();
    if (step < late) {
      await(step, recorder);
      return;
    }
    if (step == late && late > 0) {
      if (!reference.isRunning()) {
        outcome =
            new Outcome(
                Outcome.Kind.STOPPED,
                step,
                "the optimizer ended before step "
                    + step
                    + ", at which this model was to start; choose an earlier 'start-after'");
      } else {
        beginAt(step, reference.reference());
      }
    }
    if (!outcome.isRunning()) {
      return;
    }
    State state = stepper.state();
    double magnitude = flow.magnitude(state);
    boolean recording = step % plan.recording().every() == 0;
    objective.backend().copy(state.centre(), centre);
    if (recording && preconditioner.isPresent() && probes.measuresSharpness(step)) {
      objective
          .backend()
          .copy(flow.preconditioner(state).orElseThrow(), preconditioner.orElseThrow());
    }
    Reading reading;
    try {
      reading = step < plan.settings().steps() ? advance() : lookWithoutCounting(state);
    } catch (FlowStoppedException stopped) {
      outcome = new Outcome(Outcome.Kind.STOPPED, step, stopped.getMessage());
      return;
    }
    double known = largest(reading.loss(), reading.predictedLoss());
    if (!Outcome.isSound(known, plan.settings().maxLoss())) {
      outcome = Outcome.unsound(step, known, plan.settings().maxLoss(), flow.remedy());
      return;
    }
    outcome = Outcome.running(step);
    errors.observe(step, centre, magnitude, reference);
    if (recording) {
      record(step, reading, magnitude, reference, recorder);
    }
  }

  // What is not known has no say.
  private static double largest(double loss, double predicted) {
    return Double.isNaN(loss)
        ? predicted
        : Double.isNaN(predicted) ? loss : Math.max(loss, predicted);
  }

  // Before its start a model has rows, so that all files have the same steps, and nothing in them.
  private void await(long step, Recorder recorder) {
    if (step % plan.recording().every() == 0) {
      row.clear();
      row.set(Column.STEP, step);
      recorder.row(row);
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
    row.set(Column.LOSS, Double.isNaN(reading.loss()) ? objective.loss(centre) : reading.loss());
    row.set(Column.PREDICTED_LOSS, reading.predictedLoss());
    row.set(Column.SHARPNESS, probes.sharpness(step, centre));
    row.set(Column.MAGNITUDE, magnitude);
    row.set(Column.SECONDS, plan.recording().seconds() ? nanos * 1e-9 : Double.NaN);
    row.set(Column.CURVATURE, reading.curvature());
    row.set(Column.POTENTIAL, reading.potential());
    row.set(Column.CENTER_SLOPE, reading.centreSlope());
    row.set(Column.OSCILLATION_SLOPE, reading.oscillationSlope());
    row.set(Column.TRUNCATION, flow.truncation(stepper.state()));
    row.set(Column.EFFECTIVE_SHARPNESS, probes.effectiveSharpness(step, centre, preconditioner));
    errors.compare(step, centre, reference, row);
    probes.measure(step, centre, row);
    recorder.row(row);
  }

  /**
   * Makes sure that what was restored can be at a step.
   *
   * @throws IllegalArgumentException if it cannot
   */
  void checkStandsAt(long step) {
    outcome.checkReachable(step);
  }

  void complete(long step, String reason) {
    if (outcome.isRunning()) {
      outcome = new Outcome(Outcome.Kind.COMPLETED, step, reason);
    }
  }

  /** What it has computed for. */
  double seconds() {
    return nanos * 1e-9;
  }

  ModelSummary summary() {
    return model.summary(plan.rule(), outcome, Figures.of(this::figure));
  }

  private double figure(Figure figure) {
    Cost cost = counted.cost().since(seedCost);
    return switch (figure) {
      case STEPS -> outcome.step();
      case SECONDS -> seconds();
      case GRADIENTS -> cost.gradients();
      case HVPS -> cost.hessianVectors();
      case GRADIENTS_PER_ITERATION ->
          cost.gradientsPer(outcome.step() - plan.settings().startAfter());
      case SEED_GRADIENTS -> seedCost.gradients();
      case SEED_HVPS -> seedCost.hessianVectors();
      default -> errors.figure(figure);
    };
  }

  @Override
  public void visit(Fields fields) {
    begunFrom = StartRecord.visit(fields, begunFrom, plan.rule(), origin);
    if (fields.restoring()) {
      begunFrom.ifPresent(this::begin);
    }
    fields.part("state", stepper);
    fields.part("flow", flow);
    fields.part("probes", probes);
    errors.visit(fields);
    seedCost = seedCost.visit(fields, "seed_cost");
    counted.setCost(counted.cost().visit(fields, "cost"));
    nanos = fields.count("nanos", nanos);
    outcome = outcome.visit(fields, "outcome");
  }
}

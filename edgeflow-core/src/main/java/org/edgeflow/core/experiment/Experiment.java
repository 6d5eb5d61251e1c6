package org.edgeflow.core.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.edgeflow.core.checkpoint.Snapshot;
import org.edgeflow.core.data.Dataset;
import org.edgeflow.core.experiment.plan.ExperimentPlan;
import org.edgeflow.core.experiment.plan.ExperimentSettings;
import org.edgeflow.core.experiment.plan.ModelPlan;
import org.edgeflow.core.experiment.provenance.Inputs;
import org.edgeflow.core.experiment.provenance.Provenance;
import org.edgeflow.core.experiment.reference.Sampler;
import org.edgeflow.core.finding.ModelSummary;
import org.edgeflow.core.finding.Summary;
import org.edgeflow.core.objective.ObjectiveFactory;
import org.edgeflow.core.objective.Problem;
import org.edgeflow.core.objective.SampledLoss;
import org.edgeflow.core.optimizer.Optimizer;
import org.edgeflow.core.optimizer.Scaling;
import org.edgeflow.core.record.Recorder;
import org.edgeflow.core.record.Trajectory;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.settings.Origin;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * A run: the reference and every model, advanced in lock-step on one clock that counts the
 * reference's iterations. It writes nothing itself; rows go to a {@link Recorder}.
 */
public final class Experiment implements AutoCloseable {
  /** Every snapshot holds it: those of the versions before, whose fields are others, do not. */
  private static final String FORMAT = "format_4";

  private final ExperimentPlan plan;
  private final TensorBackend backend;
  private final Optional<Dataset> dataset;
  private final Problem problem;
  private final Inputs inputs;
  private final ReferenceRun reference;
  private final List<ModelRun> models = new ArrayList<>();
  private long nextStep;

  private Experiment(
      ExperimentPlan plan,
      TensorBackend backend,
      Optional<Dataset> dataset,
      Problem problem,
      Optional<HeldOut> heldOut) {
    this.plan = plan;
    this.backend = backend;
    this.dataset = dataset;
    this.problem = problem;
    this.inputs = new Inputs(plan, dataset, heldOut.map(HeldOut::dataset), problem);
    Optional<ToDoubleFunction<Tensor>> tested = heldOut.map(HeldOut::accuracy);
    this.reference =
        new ReferenceRun(
            plan, problem, tested, this::createOptimizer, plan.sampling().map(this::sampler));
    for (ModelPlan model : plan.models()) {
      models.add(new ModelRun(model, plan, problem, tested));
    }
  }

  /**
   * Creates everything that a plan names, and finds where each model starts.
   *
   * @throws ConfigException if the parts do not fit together or data is missing or damaged
   * @throws org.edgeflow.core.tensor.BackendUnavailableException if the backend cannot be used
   */
  public static Experiment open(ExperimentPlan plan) {
    return open(plan, () -> false);
  }

  /**
   * Like {@link #open(ExperimentPlan)}, for somebody who may want to end a step half done.
   *
   * @param abandoned asked before every evaluation of the objective; once it is true, whatever is
   *     under way ends by a {@link org.edgeflow.core.objective.StepAbandonedException}, and the
   *     experiment is of no more use
   */
  public static Experiment open(ExperimentPlan plan, BooleanSupplier abandoned) {
    Optional<Dataset> dataset = plan.dataset().map(part -> at(part.origin(), part.configured()));
    TensorBackend backend =
        at(
            plan.backend().origin(),
            () -> plan.backend().configured().apply(plan.settings().dtype()));
    try {
      ObjectiveFactory.Context context =
          new ObjectiveFactory.Context(backend, dataset, plan.settings().seed());
      Problem problem =
          at(plan.objective().origin(), () -> plan.objective().configured().apply(context));
      Optional<HeldOut> heldOut = HeldOut.of(plan, backend, problem);
      return new Experiment(plan, backend, dataset, problem.stoppable(abandoned), heldOut);
    } catch (RuntimeException | Error e) {
      backend.close();
      throw e;
    }
  }

  // Parts know what is wrong, and the config's line is known here.
  static <T> T at(Origin origin, Supplier<T> creation) {
    try {
      return creation.get();
    } catch (ConfigException e) {
      String place = origin + ": ";
      throw new ConfigException(
          e.problems().stream()
              .map(problem -> problem.startsWith(place) ? problem : place + problem)
              .toList());
    }
  }

  private Optimizer createOptimizer() {
    if (plan.rule().scaling().kind() == Scaling.Kind.PER_COMPONENT && problem.rotated()) {
      throw new ConfigException(
          plan.optimizer().origin()
              + ": optimizer '"
              + plan.optimizer().type()
              + "' acts on each parameter by itself, but objective '"
              + plan.objective().type()
              + "' has turned its parameters into the row space of its inputs: give it"
              + " 'row-space: false'.");
    }
    return plan.optimizer()
        .configured()
        .create(plan.settings().learningRate(), backend, problem.objective().dimension());
  }

  private Sampler sampler(ExperimentSettings.Sampling sampling) {
    SampledLoss loss;
    try {
      loss =
          problem
              .objective()
              .sampled(sampling.batchSize(), sampling.labelNoise())
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "objective '"
                              + plan.objective().type()
                              + "' cannot gather examples here; of networks, those can that the"
                              + " exact engine evaluates ('engine: exact', 'backend: host')"));
    } catch (IllegalArgumentException refused) {
      throw new ConfigException(
          plan.settings().sampling().orElseThrow().origin()
              + ": 'sampling': "
              + refused.getMessage()
              + ".");
    }
    return new Sampler(loss, sampling.seed().orElse(plan.settings().seed()));
  }

  /** What will be recorded, the reference first. */
  public List<Trajectory> trajectories() {
    List<Trajectory> trajectories = new ArrayList<>();
    trajectories.add(reference.trajectory());
    models.forEach(model -> trajectories.add(model.trajectory()));
    return trajectories;
  }

  /**
   * Runs from where the experiment stands to the last step, or until the watcher stops it.
   *
   * @param recorder takes the rows of each step, the reference's first
   * @param watcher called after each step
   * @return whether the last step was reached
   */
  public boolean run(Recorder recorder, Watcher watcher) {
    long steps = plan.settings().steps();
    while (nextStep <= steps) {
      long step = nextStep;
      reference.moveTo(step, recorder);
      for (ModelRun model : models) {
        model.compareAndAdvance(step, reference, recorder);
      }
      nextStep++;
      Optional<String> reached =
          plan.stop().flatMap(rule -> rule.met(step, new RunStanding(reference, models, step)));
      if (reached.isPresent()) {
        watcher.after(reference.progress(step));
        complete(step, reached.get());
        return true;
      }
      if (!watcher.after(reference.progress(step)) && nextStep <= steps) {
        return false;
      }
    }
    complete(steps, "");
    return true;
  }

  private void complete(long step, String reason) {
    reference.complete(step, reason);
    models.forEach(model -> model.complete(step, reason));
  }

  /** The first step that has not been run yet. */
  public long nextStep() {
    return nextStep;
  }

  /** Everything needed to go on from the current step as if never stopped. */
  public Snapshot snapshot() {
    Snapshot snapshot = new Snapshot();
    memory().save(snapshot, "");
    return snapshot;
  }

  private Snapshot.Part memory() {
    return fields -> {
      fields.flag(FORMAT, true);
      nextStep = fields.count("next_step", nextStep);
      if (nextStep < 0 || nextStep > plan.settings().steps() + 1) {
        throw new IllegalArgumentException(
            "its next step is " + nextStep + " of " + plan.settings().steps());
      }
      fields.part("reference", reference);
      for (ModelRun model : models) {
        fields.part("model." + model.name(), model);
      }
    };
  }

  /**
   * Goes to where a snapshot of an experiment of the same plan was taken.
   *
   * @throws ConfigException if the snapshot is of another experiment, or holds anything else than
   *     {@link #snapshot} now gives again
   */
  public void restore(Snapshot snapshot) {
    if (!snapshot.has(FORMAT)) {
      throw new ConfigException(
          "the checkpoint is of an earlier version of EdgeFlow, which remembered other things than"
              + " this one; resume with that version, or run the config anew");
    }
    try {
      memory().restore(snapshot, "");
      reference.checkStandsAt(nextStep - 1);
      models.forEach(model -> model.checkStandsAt(nextStep - 1));
      Snapshot again = Snapshot.agreeingWith(snapshot);
      memory().save(again, "");
      again.checkComplete();
    } catch (IllegalArgumentException
        | IndexOutOfBoundsException
        | NegativeArraySizeException other) {
      throw new ConfigException(
          "the checkpoint belongs to another run than this config: " + other.getMessage());
    }
  }

  /** What has been found so far. */
  public Summary summary() {
    List<ModelSummary> summaries = new ArrayList<>();
    summaries.add(reference.summary());
    models.forEach(model -> summaries.add(model.summary()));
    return new Summary(plan.settings().experiment(), plan.settings().steps(), summaries);
  }

  /** What is minimized, and from where. */
  public Problem problem() {
    return problem;
  }

  /** What the objective is trained on, if on anything. */
  public Optional<Dataset> dataset() {
    return dataset;
  }

  /** The parameters at which each trajectory stands, by name: GD's iterate, the models' centres. */
  public Map<String, Tensor> parameters() {
    Map<String, Tensor> parameters = new LinkedHashMap<>();
    parameters.put(reference.trajectory().name(), reference.reference().iterate());
    models.forEach(model -> parameters.put(model.name(), model.centre()));
    return parameters;
  }

  /**
   * What the run reads beside its config, by name: the SHA-256 of files, of the examples, and of
   * the point from which everything starts.
   */
  public Map<String, String> inputs() {
    return inputs.digests();
  }

  /** What, beside the config, decides the result: versions, backend, data, machine. */
  public Map<String, Object> provenance() {
    return Provenance.of(plan, backend, dataset, inputs.files());
  }

  @Override
  public void close() {
    backend.close();
  }
}

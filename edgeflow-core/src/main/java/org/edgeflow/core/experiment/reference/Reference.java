package org.edgeflow.core.experiment.reference;

import java.util.Arrays;
import java.util.Optional;
import org.edgeflow.core.checkpoint.Fields;
import org.edgeflow.core.checkpoint.Snapshot;
import org.edgeflow.core.flow.FlowStoppedException;
import org.edgeflow.core.flow.Start;
import org.edgeflow.core.objective.Cost;
import org.edgeflow.core.objective.CountingObjective;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.optimizer.Optimizer;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * The discrete algorithm, with the look-ahead that its centre needs: at step k it knows the
 * iterates {@code w_{k−1}, w_k, w_{k+1}} and the losses at them. Evaluations beyond the last step
 * serve the comparison alone and are not counted.
 */
public final class Reference implements Snapshot.Part {
  private static final int BEFORE = 0;
  private static final int NOW = 1;
  private static final int AFTER = 2;

  private final Optimizer optimizer;
  private final Optional<Sampler> sampler;
  private final Objective uncounted;
  private final CountingObjective counted;
  private final Tensor start;
  private final TensorBackend backend;
  private final Tensor[] iterates = new Tensor[3];
  private final Tensor[] preconditioners;
  private final double[] losses = {Double.NaN, Double.NaN, Double.NaN};
  private final Tensor frontier;
  private final Tensor centre;
  private final Tensor swing;
  private final long steps;
  private final long startAfter;
  private Optional<OscillationFilter> filter;
  private final Cost seedCost;
  private Optional<MomentTrail> trail;
  private Optional<Start> begun = Optional.empty();
  private long evaluated;
  private long nanos;

  /**
   * The algorithm at its start.
   *
   * @param sampler what each step minimizes; empty: the objective. Recorded losses are always the
   *     objective's, and evaluating them for a sampled step is nobody's cost
   * @param start {@code w_0}; not modified
   * @param steps the last step of the run
   * @param startAfter the step at which models will ask for the oscillation; 0: never
   */
  public Reference(
      Optimizer optimizer,
      Objective objective,
      Optional<Sampler> sampler,
      Tensor start,
      long steps,
      long startAfter) {
    this.sampler = sampler;
    this.optimizer = optimizer;
    this.uncounted = objective;
    this.counted = new CountingObjective(objective);
    this.start = start;
    this.backend = objective.backend();
    this.steps = steps;
    this.startAfter = startAfter;
    this.filter =
        startAfter > 0
            ? Optional.of(new OscillationFilter(startAfter + 2, start))
            : Optional.empty();
    this.trail =
        startAfter > 0 && !optimizer.rule().isGradientDescent()
            ? optimizer.moments().map(moments -> new MomentTrail(startAfter + 2, moments, backend))
            : Optional.empty();
    Arrays.setAll(iterates, i -> backend.copyOf(start));
    this.preconditioners = new Tensor[optimizer.preconditioner().isPresent() ? iterates.length : 0];
    Arrays.setAll(preconditioners, i -> backend.zeros(start.size()));
    this.frontier = backend.copyOf(start);
    this.centre = backend.copyOf(start);
    this.swing = backend.copyOf(start);
    optimizer.begin(counted, start);
    this.seedCost = counted.cost();
    counted.setCost(Cost.NONE);
  }

  /**
   * Moves to step k, from step k − 1 or, for k = 0, from nowhere.
   *
   * @throws FlowStoppedException if the optimizer is made of a flow that cannot go on; this is then
   *     of no more use, beyond its counts
   */
  public void moveTo(long step) {
    try {
      goTo(step);
    } catch (FlowStoppedException stopped) {
      evaluated = step + 2;
      throw stopped;
    }
  }

  private void goTo(long step) {
    if (step > 0) {
      rotate();
    } else {
      evaluateInto(NOW);
    }
    evaluateInto(AFTER);
    if (step == 0) {
      backend.copy(iterates[NOW], centre);
    } else {
      backend.combine(0.25, iterates[BEFORE], 0.5, iterates[NOW], centre);
      backend.axpy(0.25, iterates[AFTER], centre);
    }
  }

  private void rotate() {
    Tensor recycled = iterates[BEFORE];
    iterates[BEFORE] = iterates[NOW];
    iterates[NOW] = iterates[AFTER];
    iterates[AFTER] = recycled;
    if (preconditioners.length > 0) {
      Tensor unused = preconditioners[BEFORE];
      preconditioners[BEFORE] = preconditioners[NOW];
      preconditioners[NOW] = preconditioners[AFTER];
      preconditioners[AFTER] = unused;
    }
    losses[BEFORE] = losses[NOW];
    losses[NOW] = losses[AFTER];
  }

  // The frontier is the newest iterate; evaluating there yields its loss and the next one.
  private void evaluateInto(int slot) {
    backend.copy(frontier, iterates[slot]);
    if (evaluated > startAfter + 1) {
      begun = Optional.empty();
      filter = Optional.empty();
      trail = Optional.empty();
    }
    filter.ifPresent(each -> each.add(frontier));
    trail.ifPresent(each -> each.add(optimizer.moments().orElseThrow()));
    if (evaluated <= steps && sampler.isPresent()) {
      losses[slot] = uncounted.loss(frontier);
      sampledStep(sampler.get());
    } else if (evaluated < steps) {
      long begin = System.nanoTime();
      losses[slot] = optimizer.step(counted, frontier);
      nanos += System.nanoTime() - begin;
    } else if (evaluated == steps) {
      losses[slot] = optimizer.step(uncounted, frontier);
    } else {
      losses[slot] = uncounted.loss(frontier);
    }
    evaluated++;
    if (preconditioners.length > 0) {
      backend.copy(optimizer.preconditioner().orElseThrow(), preconditioners[slot]);
    }
  }

  private void sampledStep(Sampler from) {
    long begin = System.nanoTime();
    optimizer.step(from.at(evaluated), frontier);
    if (evaluated < steps) {
      nanos += System.nanoTime() - begin;
      counted.setCost(counted.cost().plus(0, 1, 0));
    }
  }

  /** {@code w_k}, live. */
  public Tensor iterate() {
    return iterates[NOW];
  }

  /** P of the step from {@code w_k}, live; empty where it is the identity. */
  public Optional<Tensor> preconditioner() {
    return preconditioners.length > 0 ? Optional.of(preconditioners[NOW]) : Optional.empty();
  }

  /** {@code L(w_k)}. */
  public double loss() {
    return losses[NOW];
  }

  /** {@code A_k = (w_{k−1} + 2w_k + w_{k+1})/4}, and {@code A_0 = w_0}; live. */
  public Tensor centre() {
    return centre;
  }

  /**
   * Where models start, at the step after which they do: the centre and the oscillation δ about it,
   * zeros where none can be seen. Of gradient descent that sees every example, {@code c = w − δ}
   * and δ is fitted; of others, whose iteration is not its linearization alone, the centre is the
   * two-step one and δ what alternates in a difference.
   */
  Start start() {
    if (begun.isEmpty()) {
      begun = Optional.of(findStart());
    }
    return begun.get();
  }

  private Start findStart() {
    OscillationFilter watched =
        filter.orElseThrow(() -> new IllegalStateException("no model starts at this step"));
    Tensor iterate = backend.copyOf(iterates[NOW]);
    Tensor middle = backend.copyOf(centre);
    if (!optimizer.rule().isGradientDescent() || sampler.isPresent()) {
      Tensor seen = watched.oscillation().orElseGet(() -> backend.zeros(start.size()));
      Start late = Start.late(middle, seen, iterate);
      return trail.map(MomentTrail::memory).map(late::with).orElse(late);
    }
    OscillationFit fit = new OscillationFit(uncounted, optimizer.rule().learningRate());
    Tensor oscillation = fit.oscillation(watched.newestFirst());
    backend.combine(1, iterate, -1, oscillation, middle);
    return Start.late(middle, oscillation, iterate);
  }

  /** {@code ‖A_k − w_0‖}. */
  public double displacement() {
    return backend.distance(centre, start);
  }

  /** The loss averaged with the weights of the centre. */
  public double averageLoss(long step) {
    return step == 0
        ? losses[NOW]
        : 0.25 * losses[BEFORE] + 0.5 * losses[NOW] + 0.25 * losses[AFTER];
  }

  /** {@code ¼ ‖w_{k+1} − 2w_k + w_{k−1}‖}; NaN at step 0. */
  public double oscillation(long step) {
    if (step == 0) {
      return Double.NaN;
    }
    // Neighbouring iterates differ by little, so that each difference is exact or nearly so.
    backend.combine(1, iterates[NOW], -1, iterates[BEFORE], swing);
    backend.axpy(-1, iterates[AFTER], swing);
    backend.axpy(1, iterates[NOW], swing);
    return 0.25 * backend.norm(swing);
  }

  /**
   * Makes sure that what was restored stands at a step.
   *
   * @param sound whether the loss there is sound, which takes finite parameters
   * @throws IllegalArgumentException if it does not
   */
  public void checkStandsAt(long step, boolean sound) {
    if (evaluated != step + 2) {
      throw new IllegalArgumentException(
          "the optimizer has evaluated " + evaluated + " iterates, expected " + (step + 2));
    }
    double[] values = new double[start.size()];
    for (int slot = BEFORE; sound && slot <= NOW; slot++) {
      backend.read(iterates[slot], values);
      if (!Arrays.stream(values).allMatch(Double::isFinite)) {
        throw new IllegalArgumentException("an iterate of the optimizer is not finite");
      }
    }
  }

  /** What it cost to begin. */
  public Cost seedCost() {
    return seedCost;
  }

  public CountingObjective counted() {
    return counted;
  }

  public double seconds() {
    return nanos * 1e-9;
  }

  @Override
  public void visit(Fields fields) {
    fields.part("optimizer", optimizer);
    fields.tensor("before", iterates[BEFORE]);
    fields.tensor("now", iterates[NOW]);
    fields.tensor("after", iterates[AFTER]);
    fields.tensor("frontier", frontier);
    for (int i = 0; i < preconditioners.length; i++) {
      fields.tensor("preconditioner" + i, preconditioners[i]);
    }
    fields.elements("losses", losses);
    evaluated = fields.count("evaluated", evaluated);
    nanos = fields.count("nanos", nanos);
    counted.setCost(counted.cost().visit(fields, "cost"));
    if (evaluated > startAfter + 2) {
      filter = Optional.empty();
      trail = Optional.empty();
    }
    filter.ifPresent(each -> fields.part("filter", each));
    trail.ifPresent(each -> fields.part("trail", each));
  }
}

package org.edgeflow.baselines.rod;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.edgeflow.core.checkpoint.Fields;
import org.edgeflow.core.flow.Flow;
import org.edgeflow.core.flow.Memory;
import org.edgeflow.core.flow.Reading;
import org.edgeflow.core.flow.Start;
import org.edgeflow.core.flow.State;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.objective.Symmetric;
import org.edgeflow.core.optimizer.Scaling;
import org.edgeflow.core.optimizer.UpdateRule;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * Rod Flow of an optimizer that remembers (arXiv 2605.06821): the rod lies in phase space, {@code z
 * = (w, m)}, between two consecutive states {@code z̄ ∓ δ}, and the second moments are a smooth
 * variable beside it. With {@code F} the optimizer's step, {@code z ← z + F(z)}, and {@code F± =
 * F(z̄ ± δ)},
 *
 * <pre>
 *   dz̄/dt = F̄ − ½ DF̄ F̄        F̄ = ½ (F₊ + F₋),  DF̄ = ½ (DF(z̄ + δ) + DF(z̄ − δ))
 *   dΣ/dt = ¼ [F₊F₊ᵀ + F₋F₋ᵀ] − 2Σ          Σ ≈ δδᵀ
 *   dν/dt = −ln β₂ [½(g₊² + g₋²) − ν]
 * </pre>
 *
 * <p>For gradient descent these are {@link RodFlow}'s equations. <b>Ours:</b> the paper's
 * differential equations were not to be had; from its description these are the ones that carry
 * over. In DF the preconditioner stands still. The average enters Σ in units in which its first
 * step is as long as the iterate's, so that neither decides alone which way is the longest.
 *
 * <p>Without the backward error ν moves at the rate {@code 1 − β₂}, and an Euler step of one
 * iteration is the optimizer in other coordinates, where P stands still. The magnitude is the
 * length of δ's part in the iterate. One evaluation costs two gradients, and with the backward
 * error two HVPs; the start one gradient.
 */
public final class PhaseRodFlow implements Flow {
  private static final State.Vector AVERAGE = new State.Vector("average");
  private static final State.Vector MOMENTS = new State.Vector("moments");
  private static final State.Scalar TAKEN = new State.Scalar("taken");

  private final Objective objective;
  private final UpdateRule rule;
  private final TensorBackend backend;
  private final int dimension;
  private final int rank;
  private final boolean backwardError;
  // A rod's middle is half an iteration ahead of its older end, and so are its corrections; the
  // backward error takes that half off again.
  private final double ahead;
  private final OptimizerStep step;
  private final Symmetric ends;
  private final Tensor rod;
  private final Tensor rodOfIterate;
  private final Optional<Tensor> rodOfAverage;
  private final Tensor gradient;
  private final Tensor end;
  private final Tensor curved;
  private final Tensor average;
  private final Optional<Tensor> preconditioner;
  private double averageScale = 1;

  /**
   * Rod Flow of a rule on an objective.
   *
   * @param rank how many columns carry Σ
   * @param backwardError whether z̄ has its second term
   */
  public PhaseRodFlow(Objective objective, UpdateRule rule, int rank, boolean backwardError) {
    this.objective = objective;
    this.rule = rule;
    this.backend = objective.backend();
    this.dimension = objective.dimension();
    this.backwardError = backwardError;
    this.ahead = backwardError ? 0 : 0.5;
    this.step = new OptimizerStep(rule, backend, dimension, ahead);
    this.ends = new Symmetric(backend, dimension);
    int width = rule.averages() ? 2 * dimension : dimension;
    this.rank = Math.min(rank, width);
    this.rod = backend.zeros(width);
    this.rodOfIterate = backend.view(rod, 0, dimension);
    this.rodOfAverage =
        rule.averages() ? Optional.of(backend.view(rod, dimension, dimension)) : Optional.empty();
    this.gradient = backend.zeros(dimension);
    this.end = backend.zeros(dimension);
    this.curved = backend.zeros(dimension);
    this.average = backend.zeros(dimension);
    this.preconditioner =
        rule.scaling().kind() == Scaling.Kind.NONE
            ? Optional.empty()
            : Optional.of(backend.zeros(dimension));
  }

  @Override
  public State initial(Tensor start) {
    return initial(Start.at(start));
  }

  /** From the state of phase space at which the optimizer stands. */
  @Override
  public State initial(Start start) {
    List<State.Vector> vectors = new ArrayList<>();
    if (rule.averages()) {
      vectors.add(AVERAGE);
    }
    if (preconditioner.isPresent()) {
      vectors.add(MOMENTS);
    }
    State state =
        new State(
            backend, dimension, vectors, List.of(TAKEN), new Extent(backend, rod.size(), rank));
    backend.copy(start.iterate(), state.centre());
    start.memory().ifPresent(memory -> recall(memory, state));
    objective.lossAndGradient(start.iterate(), gradient);
    // The optimizer's own step, and not one from a rod's middle.
    double taken = taken(state) - ahead;
    preconditioner.ifPresent(
        p -> {
          Tensor moments = state.vector(MOMENTS);
          step.accumulate(moments, gradient, gradient);
          step.scale(step.moments(), taken(state) + 1, p);
          backend.combine(0.5, moments, 0.5, step.moments(), moments);
        });
    Tensor half = backend.zeros(rod.size());
    Tensor halfOfIterate = backend.view(half, 0, dimension);
    if (rule.averages()) {
      Tensor mean = state.vector(AVERAGE);
      step.take(gradient, mean, taken, preconditioner);
      double length = backend.norm(step.ofAverage());
      averageScale = length > 0 ? backend.norm(step.ofIterate()) / length : 1;
      Tensor halfOfAverage = backend.view(half, dimension, dimension);
      backend.axpy(0.5 * averageScale, step.ofAverage(), halfOfAverage);
      backend.axpy(0.5, step.ofAverage(), mean);
    } else {
      step.take(gradient, gradient, taken, preconditioner);
    }
    backend.axpy(0.5, step.ofIterate(), halfOfIterate);
    backend.axpy(0.5, step.ofIterate(), state.centre());
    extent(state).add(1, half);
    return state;
  }

  private void recall(Memory memory, State state) {
    memory.average().ifPresent(m -> backend.copy(m, state.vector(AVERAGE)));
    // The iterate's own average, where the memory's is the mean over two steps.
    memory.averageOscillation().ifPresent(wave -> backend.axpy(-1, wave, state.vector(AVERAGE)));
    memory.squares().ifPresent(v -> backend.copy(v, state.vector(MOMENTS)));
    if (rule.scaling().kind() == Scaling.Kind.SCALAR) {
      backend.fill(state.vector(MOMENTS), memory.square());
    }
    state.setNumber(TAKEN, memory.taken());
  }

  private static double taken(State state) {
    return state.number(TAKEN);
  }

  @Override
  public Reading derivative(State state, State derivative) {
    extent(state).longest(rod);
    objective.symmetric(state.centre(), rodOfIterate, 1, Symmetric.Request.HALF_DIFFERENCE, ends);
    if (preconditioner.isPresent()) {
      Tensor moments = state.vector(MOMENTS);
      Tensor rate = derivative.vector(MOMENTS);
      step.accumulate(moments, ends.meanGradient(), ends.halfDifference());
      double beta2 = rule.scaling().beta2();
      double pace = backwardError ? -Math.log(beta2) / (1 - beta2) : 1;
      backend.combine(pace, step.moments(), -pace, moments, rate);
      if (backwardError) {
        // −½ of how P moves over the step, which DF leaves out.
        backend.combine(0.5, moments, 0.5, step.moments(), step.moments());
      }
      step.scale(step.moments(), taken(state) + 1 + ahead, preconditioner.get());
    }
    derivative.setNumber(TAKEN, 1);
    backend.fill(derivative.centre(), 0);
    if (rule.averages()) {
      backend.fill(derivative.vector(AVERAGE), 0);
    }
    Extent change = extent(derivative);
    change.set(extent(state));
    change.scale(-2);
    for (double side : new double[] {1, -1}) {
      change.add(0.25, stepFrom(side, state, derivative));
    }
    if (backwardError) {
      addBackwardError(state, derivative);
    }
    double curvature = backend.dot(ends.halfDifference(), rodOfIterate) / squareOfRod();
    return new Reading(Double.NaN, ends.loss(), curvature);
  }

  // ‖δ‖² in the sense of P, so that the curvature is the preconditioned one.
  private double squareOfRod() {
    if (preconditioner.isEmpty()) {
      return backend.dot(rodOfIterate, rodOfIterate);
    }
    backend.kernels().elementwise().multiply(preconditioner.get(), rodOfIterate, end);
    return backend.dot(end, rodOfIterate);
  }

  // F at one end, half of it added to the mean of both.
  private Tensor stepFrom(double side, State state, State derivative) {
    backend.combine(1, ends.meanGradient(), side, ends.halfDifference(), gradient);
    rodOfAverage.ifPresent(
        part -> backend.combine(1, state.vector(AVERAGE), side / averageScale, part, average));
    step.take(gradient, average, taken(state), preconditioner);
    Tensor column = backend.zeros(rod.size());
    backend.copy(step.ofIterate(), backend.view(column, 0, dimension));
    backend.axpy(0.5, step.ofIterate(), derivative.centre());
    if (rule.averages()) {
      backend.axpy(averageScale, step.ofAverage(), backend.view(column, dimension, dimension));
      backend.axpy(0.5, step.ofAverage(), derivative.vector(AVERAGE));
    }
    return column;
  }

  private void addBackwardError(State state, State derivative) {
    backend.fill(curved, 0);
    for (double side : new double[] {1, -1}) {
      backend.combine(1, state.centre(), side, rodOfIterate, end);
      objective.hessianVector(end, derivative.centre(), gradient);
      backend.axpy(0.5, gradient, curved);
    }
    preconditioner.ifPresent(p -> addMovingSquares(derivative.vector(MOMENTS)));
    // F is linear in gradient and average, so that DF F̄ is F of their changes.
    step.take(
        curved,
        rule.averages() ? derivative.vector(AVERAGE) : average,
        taken(state),
        preconditioner);
    backend.axpy(-0.5, step.ofIterate(), derivative.centre());
    if (rule.averages()) {
      backend.axpy(-0.5, step.ofAverage(), derivative.vector(AVERAGE));
    }
  }

  // −½ (1 − β₂) of how the squares move over the step: d(ḡ²)/dt = 2ḡ H̄ F̄.
  private void addMovingSquares(Tensor rate) {
    double share = rule.scaling().beta2() - 1;
    if (rule.scaling().kind() == Scaling.Kind.SCALAR) {
      backend.fill(gradient, share * backend.dot(ends.meanGradient(), curved));
      backend.axpy(1, gradient, rate);
    } else {
      backend.kernels().elementwise().multiply(ends.meanGradient(), curved, gradient);
      backend.axpy(share, gradient, rate);
    }
  }

  @Override
  public void settle(State state, double elapsed) {
    extent(state).compress();
  }

  private static Extent extent(State state) {
    return state.further(Extent.class);
  }

  @Override
  public double magnitude(State state) {
    extent(state).longest(rod);
    return backend.norm(rodOfIterate);
  }

  @Override
  public double truncation(State state) {
    return extent(state).truncation();
  }

  @Override
  public Optional<Tensor> preconditioner(State state) {
    if (preconditioner.isPresent() && taken(state) >= 1) {
      step.scale(state.vector(MOMENTS), taken(state), preconditioner.get());
    }
    return preconditioner;
  }

  @Override
  public void visit(Fields fields) {
    averageScale = fields.number("average_scale", averageScale);
  }
}

package org.edgeflow.baselines.stable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.edgeflow.core.flow.Flow;
import org.edgeflow.core.flow.Memory;
import org.edgeflow.core.flow.Reading;
import org.edgeflow.core.flow.Start;
import org.edgeflow.core.flow.State;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.optimizer.Momentum;
import org.edgeflow.core.optimizer.Scaling;
import org.edgeflow.core.optimizer.SecondMoments;
import org.edgeflow.core.optimizer.UpdateRule;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * The stable flow of an optimizer: what it follows as long as nothing oscillates, with its averages
 * as part of the state. For the rules of {@code PreconditionedDescent}, time in iterations, {@code
 * g = ∇L(w)}:
 *
 * <pre>
 *   ẇ  = −η P⁻¹ q
 *   ṁ  = ((1 − β)/β) (g − m)              ρ̇  = ((1 − β)/β) (1 − ρ)
 *   ν̇  = ((1 − β₂)/β₂) (g∘g − ν)          ρ̇₂ = ((1 − β₂)/β₂) (1 − ρ₂)      (scalar: ‖g‖²)
 *
 *              without bias correction    with it
 *   P          √ν + ε                     √(ν/ρ₂) + ε
 *   heavy ball q = m                      q = m/ρ
 *   Nesterov   q = βm + (1 − β)g          q = βm/(1 − β(1 − ρ)) + (1 − β)g/ρ
 * </pre>
 *
 * <p>For GD it is gradient flow; for RMSProp, and for RMSProp with one moment, the stable flow of
 * arXiv 2410.24206, whose rate {@code (1 − β₂)/β₂} this is: m and ν stand for the averages after
 * their update, as the step uses them, and with this rate they lag behind a gradient that changes
 * steadily by exactly as much as the optimizer's, {@code β/(1 − β)} iterations.
 *
 * <p><b>Ours.</b> arXiv 2605.06821 compares its rod flows of heavy ball, Nesterov, RMSProp, Adam
 * and NAdam with "stable flows"; we had no access to their definition, and took the above as the
 * one that extends RMSProp's to averaged gradients. Ours too are the bias correction by ρ (the
 * share of an average that has been filled, {@code 1 − β^k} in the optimizer), with which Adam lets
 * a constant gradient pass unchanged at all times, and the start: the averages as the optimizer has
 * them in its first step, {@code m = (1 − β)g}, {@code ρ = 1 − β}, {@code ν = (1 − β₂)g∘g}, {@code
 * ρ₂ = 1 − β₂}. The first rate then is the optimizer's first step. A late start takes the
 * optimizer's averages there, with the gradient at the centre taken in.
 *
 * <p>It knows no edge and predicts no oscillation. One evaluation costs one gradient; so does the
 * start where there are averages.
 */
public final class StableFlow implements Flow {
  private static final State.Vector AVERAGE = new State.Vector("average");
  private static final State.Vector MOMENTS = new State.Vector("moments");
  private static final State.Scalar AVERAGE_FILLED = new State.Scalar("average_filled");
  private static final State.Scalar MOMENTS_FILLED = new State.Scalar("moments_filled");
  private static final State.Scalar MOMENT = new State.Scalar("moment");

  private final Objective objective;
  private final UpdateRule rule;
  private final boolean scalar;
  private final boolean averaged;
  private final boolean perComponent;
  private final Tensor gradient;
  private final Tensor step;
  private final Optional<Tensor> preconditioner;

  /** The stable flow of a rule on an objective; one whose second moment has a β₂ > 0. */
  public StableFlow(Objective objective, UpdateRule rule) {
    TensorBackend backend = objective.backend();
    Scaling.Kind kind = rule.scaling().kind();
    this.objective = objective;
    this.rule = rule;
    this.scalar = kind == Scaling.Kind.SCALAR;
    this.averaged = rule.momentum().beta() > 0;
    this.perComponent = kind == Scaling.Kind.PER_COMPONENT;
    this.gradient = backend.zeros(objective.dimension());
    this.step = backend.zeros(objective.dimension());
    this.preconditioner =
        kind == Scaling.Kind.NONE
            ? Optional.empty()
            : Optional.of(backend.zeros(objective.dimension()));
  }

  /** Whether a rule has a stable flow: with {@code β₂ = 0} a second moment has no rate. */
  public static boolean describes(UpdateRule rule) {
    return rule.scaling().kind() == Scaling.Kind.NONE || rule.scaling().beta2() > 0;
  }

  @Override
  public State initial(Tensor start) {
    return initial(Start.at(start));
  }

  /** Where the optimizer has been watched, its averages go on from what it remembers. */
  @Override
  public State initial(Start from) {
    Tensor start = from.centre();
    TensorBackend backend = objective.backend();
    List<State.Vector> vectors = new ArrayList<>();
    if (averaged) {
      vectors.add(AVERAGE);
    }
    if (perComponent) {
      vectors.add(MOMENTS);
    }
    State state =
        new State(
            backend,
            objective.dimension(),
            vectors,
            List.of(AVERAGE_FILLED, MOMENTS_FILLED, MOMENT));
    backend.copy(start, state.centre());
    if (!averaged && preconditioner.isEmpty()) {
      return state;
    }
    objective.lossAndGradient(start, gradient);
    double fresh = 1 - rule.momentum().beta();
    double fresh2 = 1 - rule.scaling().beta2();
    if (averaged) {
      backend.combine(fresh, gradient, 0, gradient, state.vector(AVERAGE));
    }
    if (perComponent) {
      backend.addSquares(fresh2, gradient, 0, state.vector(MOMENTS));
    }
    state.setNumber(AVERAGE_FILLED, fresh);
    state.setNumber(MOMENTS_FILLED, fresh2);
    state.setNumber(MOMENT, scalar ? fresh2 * backend.dot(gradient, gradient) : 0);
    from.memory().ifPresent(memory -> recall(memory, state));
    return state;
  }

  // What was remembered before the gradient here came in, which is in the state already.
  private void recall(Memory memory, State state) {
    TensorBackend backend = objective.backend();
    double beta = rule.momentum().beta();
    double beta2 = rule.scaling().beta2();
    memory.average().ifPresent(m -> backend.axpy(beta, m, state.vector(AVERAGE)));
    memory.squares().ifPresent(v -> backend.axpy(beta2, v, state.vector(MOMENTS)));
    state.setNumber(MOMENT, state.number(MOMENT) + beta2 * memory.square());
    state.setNumber(AVERAGE_FILLED, 1 - StrictMath.pow(beta, memory.taken() + 1));
    state.setNumber(MOMENTS_FILLED, 1 - StrictMath.pow(beta2, memory.taken() + 1));
  }

  @Override
  public Reading derivative(State state, State derivative) {
    TensorBackend backend = objective.backend();
    double loss = objective.lossAndGradient(state.centre(), gradient);
    Momentum momentum = rule.momentum();
    if (!averaged) {
      backend.copy(gradient, step);
    } else {
      double beta = momentum.beta();
      double rate = (1 - beta) / beta;
      Tensor mean = state.vector(AVERAGE);
      backend.combine(rate, gradient, -rate, mean, derivative.vector(AVERAGE));
      derivative.setNumber(AVERAGE_FILLED, rate * (1 - state.number(AVERAGE_FILLED)));
      double filled = rule.scaling().biasCorrected() ? state.number(AVERAGE_FILLED) : 1;
      if (momentum.nesterov()) {
        double next = 1 - beta * (1 - filled);
        backend.combine(beta / next, mean, (1 - beta) / filled, gradient, step);
      } else {
        backend.combine(1 / filled, mean, 0, gradient, step);
      }
    }
    if (preconditioner.isPresent()) {
      double beta2 = rule.scaling().beta2();
      double rate = (1 - beta2) / beta2;
      derivative.setNumber(MOMENTS_FILLED, rate * (1 - state.number(MOMENTS_FILLED)));
      if (scalar) {
        derivative.setNumber(
            MOMENT, rate * (backend.dot(gradient, gradient) - state.number(MOMENT)));
        backend.scale(1 / scalarPreconditioner(state), step);
      } else {
        Tensor change = derivative.vector(MOMENTS);
        backend.copy(state.vector(MOMENTS), change);
        backend.addSquares(rate, gradient, -rate, change);
        computePreconditioner(state);
        backend.divide(step, preconditioner.get(), step);
      }
    }
    backend.combine(-rule.learningRate(), step, 0, step, derivative.centre());
    return new Reading(loss, loss, Double.NaN);
  }

  private double momentFactor(State state) {
    return rule.scaling().biasCorrected() ? 1 / state.number(MOMENTS_FILLED) : 1;
  }

  private double scalarPreconditioner(State state) {
    return Math.sqrt(momentFactor(state) * Math.abs(state.number(MOMENT)))
        + rule.scaling().epsilon();
  }

  private void computePreconditioner(State state) {
    TensorBackend backend = objective.backend();
    Tensor scale = preconditioner.orElseThrow();
    SecondMoments.modulus(state.vector(MOMENTS), scale);
    backend.root(momentFactor(state), scale, rule.scaling().epsilon(), scale);
  }

  @Override
  public Optional<Tensor> preconditioner(State state) {
    if (scalar) {
      objective.backend().fill(preconditioner.orElseThrow(), scalarPreconditioner(state));
    } else if (perComponent) {
      computePreconditioner(state);
    }
    return preconditioner;
  }
}

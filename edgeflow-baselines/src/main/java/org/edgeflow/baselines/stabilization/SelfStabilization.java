package org.edgeflow.baselines.stabilization;

import java.util.List;
import org.edgeflow.core.checkpoint.Fields;
import org.edgeflow.core.flow.Flow;
import org.edgeflow.core.flow.Reading;
import org.edgeflow.core.flow.State;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.optimizer.UpdateRule;
import org.edgeflow.core.spectral.SpectralTracker;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * Self-stabilization (Damian, Nichani, Lee, arXiv 2209.15594): GD at the edge follows projected
 * gradient descent on the stable set {@code M = {S(θ) ≤ 2/η, u·∇L(θ) = 0}} ({@link StableSet}), and
 * its deviation from it obeys the dynamics of a cubic Taylor expansion. With θ† the constrained
 * trajectory, v the displacement of GD's average from it, x the coordinate along u that alternates,
 * and {@code y = ∇S·v} the excess of the sharpness:
 *
 * <pre>
 *   θ†_{k+1} = proj_M ( θ†_k − η g(θ†_k) )
 *   v_{k+1}  = (I − uuᵀ) [ v_k − ηHv_k − (η/2) x_k² ∇S + (θ†_k − ηg(θ†_k) − θ†_{k+1}) ]
 *   x_{k+1}  = −( η(S(θ†) + y_k) − 1 ) x_k            ( = −(1 + ηy_k) x_k on the edge )
 * </pre>
 *
 * <p>all on the right at θ†_k. The last bracket, what the projection takes away, is {@code (ηα/β)
 * ∇S^⊥} to first order, {@code α = −∇L·∇S, β = ‖∇S^⊥‖²}; so {@code y_{k+1} = y_k + η(α − βx²/2)}
 * plus what H does to v, the source's equations. Predicted are
 *
 * <pre>  loss  L(θ†) + x²/η,     sharpness  S(θ†) + y,     GD's two-step centre  θ† + v.</pre>
 *
 * <p>The centre of the state is {@code θ† + v}; it moves by {@code −η(g + Hv + ½x²∇S)} whatever the
 * projection does.
 *
 * <p><b>Ours.</b> The source begins on the edge. Here θ† is plain GD and v = 0 until S(θ†) first
 * exceeds 2/η; x runs from the start on, from {@code x(0) = (η/2)|u·g(w_0)|}, by the same
 * recursion, and with a noise factor κ rounding adds {@code (κ ε_mach rms(θ))²} to x² in every
 * iteration, as in Edge Flow: what x is when the edge comes decides when it is seen. x is carried
 * as {@code ln|x|}.
 *
 * <p>The equations are those of a map: the solver is Euler's with a step of one iteration. One
 * evaluation costs 3 gradients and {@code p + 1} HVPs, p being those of the warm eigensolver;
 * before the edge settling and the start cost the same 3 gradients and p HVPs once, after it once
 * more in every projection step.
 */
public final class SelfStabilization implements Flow {
  static final State.Vector CONSTRAINED = new State.Vector("constrained");
  static final State.Scalar LOG_OSCILLATION = new State.Scalar("log_oscillation");
  private static final State.Scalar EDGE_REACHED = new State.Scalar("edge_reached");

  private final Objective objective;
  private final double learningRate;
  private final double noise;
  private final StableSet set;
  private final Tensor displacement;
  private final Tensor curved;

  /**
   * The predicted dynamics of GD on an objective.
   *
   * @param learningRate η
   * @param noise κ ≥ 0
   * @param spectrum how exactly u is computed, at what cost; one pair
   * @param seed for the eigensolver's start
   */
  public SelfStabilization(
      Objective objective,
      double learningRate,
      double noise,
      SpectralTracker.Settings spectrum,
      long seed) {
    this.objective = objective;
    this.learningRate = learningRate;
    this.noise = noise;
    this.set =
        new StableSet(
            objective, UpdateRule.gradientDescent(learningRate).threshold(), spectrum, seed);
    this.displacement = objective.backend().zeros(objective.dimension());
    this.curved = objective.backend().zeros(objective.dimension());
  }

  @Override
  public State initial(Tensor start) {
    TensorBackend backend = objective.backend();
    State state =
        new State(
            backend,
            objective.dimension(),
            List.of(CONSTRAINED),
            List.of(LOG_OSCILLATION, EDGE_REACHED));
    backend.copy(start, state.centre());
    backend.copy(start, state.vector(CONSTRAINED));
    double halfStep =
        set.glance(start) ? 0.5 * learningRate * Math.abs(set.gradientAlong()) : Double.NaN;
    state.setNumber(LOG_OSCILLATION, Math.log(halfStep));
    return state;
  }

  @Override
  public Reading derivative(State state, State derivative) {
    TensorBackend backend = objective.backend();
    Tensor constrained = state.vector(CONSTRAINED);
    Tensor drift = derivative.centre();
    if (!set.look(constrained)) {
      return new Reading(Double.NaN, set.loss(), Double.NaN);
    }
    backend.combine(1, state.centre(), -1, constrained, displacement);
    objective.hessianVector(constrained, displacement, curved);
    double x = oscillation(state);
    backend.combine(
        -learningRate, set.gradient(), 0, set.gradient(), derivative.vector(CONSTRAINED));
    backend.combine(-learningRate, curved, -0.5 * learningRate * x * x, set.slope(), drift);
    backend.axpy(1, derivative.vector(CONSTRAINED), drift);
    double excess = backend.dot(set.slope(), displacement);
    double sharpness = set.sharpness() + excess;
    derivative.setNumber(LOG_OSCILLATION, Math.log(Math.abs(learningRate * sharpness - 1)));
    derivative.setNumber(EDGE_REACHED, 0);
    return new Reading(Double.NaN, set.loss() + x * x / learningRate, sharpness);
  }

  @Override
  public void settle(State state, double elapsed) {
    TensorBackend backend = objective.backend();
    Tensor constrained = state.vector(CONSTRAINED);
    if (!set.look(constrained)) {
      return;
    }
    if (set.isBeyondTheEdge()) {
      state.setNumber(EDGE_REACHED, 1);
    }
    if (state.number(EDGE_REACHED) == 0) {
      backend.copy(constrained, state.centre());
    } else {
      set.project(constrained);
      backend.combine(1, state.centre(), -1, constrained, displacement);
      double along = backend.dot(displacement, set.direction());
      backend.axpy(-along, set.direction(), state.centre());
    }
    double kick =
        noise
            * backend.dataType().epsilon()
            * backend.norm(constrained)
            / Math.sqrt(constrained.size());
    double grown = Math.hypot(oscillation(state), kick * Math.sqrt(elapsed));
    state.setNumber(LOG_OSCILLATION, Math.log(grown));
  }

  private double oscillation(State state) {
    return Math.exp(state.number(LOG_OSCILLATION));
  }

  /** |x|. */
  @Override
  public double magnitude(State state) {
    return oscillation(state);
  }

  @Override
  public void visit(Fields fields) {
    set.visit(fields);
  }
}

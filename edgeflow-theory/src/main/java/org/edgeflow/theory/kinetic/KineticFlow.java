package org.edgeflow.theory.kinetic;

import java.util.List;
import org.edgeflow.core.checkpoint.Fields;
import org.edgeflow.core.flow.Flow;
import org.edgeflow.core.flow.Reading;
import org.edgeflow.core.flow.Start;
import org.edgeflow.core.flow.State;
import org.edgeflow.core.flow.noise.RoundingNoise;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.objective.Symmetric;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * The particles of a kinetic description of gradient descent at the edge (arXiv 2606.05326): each
 * neuron of a wide network has weights c and a fluctuation δ of them, and all of them move in one
 * free energy, time in GD iterations:
 *
 * <pre>
 *   F(c, δ) = L(c) + ½ δᵀH(c)δ − ‖δ‖²/η
 *   ċ = −η ∇_c F = −η ( g + ½ ∇³L[δ, δ] ),     δ̇ = +η ∇_δ F = (ηH − 2) δ
 *   dF/dt = −η ‖∇_c F‖² + η ‖∇_δ F‖²
 * </pre>
 *
 * <p><b>Per neuron.</b> For {@code f(x) = (1/m) Σ_j φ(c_j, x)} and a learning rate {@code η = m η₀}
 * the free energy is that of the empirical measure of the pairs {@code (c_j, δ_j)}: L and {@code
 * δᵀHδ} see the neurons through means over them, and {@code ‖δ‖²/η} is the mean of {@code
 * ‖δ_j‖²/η₀}. So each pair moves in the potential of the measure of all, at a speed that does not
 * depend on m, and a network whose every neuron stands there twice moves as the network does. Where
 * the oscillation is stable, {@code ∇_δ F = 0}, F only falls: a gradient flow of the measure.
 *
 * <p><b>What is ours.</b> The source's abstract has the joint distribution of weights and
 * fluctuations, the free energy and its gradient flow; the equations were not to be had. That the
 * fluctuations of all neurons are in step (one δ, of rank one, and not a covariance for each), and
 * the entropic term {@code −‖δ‖²/η}, are ours: the second-order part of the potential that Edge
 * Flow with the chord has.
 *
 * <p>{@code ½ ∇³L[δ, δ] = ‖δ‖² (ḡ − g)/h²}, ḡ the mean gradient at {@code c ± hδ/‖δ‖}, to second
 * order in {@code h = ε_mach^{1/4}}, in units of the parameters. δ starts along the gradient as
 * long as rounding makes it, and rounding noise keeps it from dying below the edge. One evaluation
 * costs three gradients and one HVP.
 */
public final class KineticFlow implements Flow {
  private static final State.Vector FLUCTUATION = new State.Vector("fluctuation");

  private final Objective objective;
  private final TensorBackend backend;
  private final double learningRate;
  private final double reach;
  private final RoundingNoise noise;
  private final Symmetric sides;
  private final Tensor gradient;
  private final Tensor unit;

  /**
   * The flow on an objective.
   *
   * @param learningRate η
   * @param noise κ ≥ 0, the noise floor in units of what rounding makes
   */
  public KineticFlow(Objective objective, double learningRate, double noise) {
    this.objective = objective;
    this.backend = objective.backend();
    this.learningRate = learningRate;
    this.reach = Math.sqrt(Math.sqrt(backend.dataType().epsilon()));
    this.noise = new RoundingNoise(objective, noise);
    this.sides = new Symmetric(backend, objective.dimension());
    this.gradient = backend.zeros(objective.dimension());
    this.unit = backend.zeros(objective.dimension());
  }

  @Override
  public State initial(Tensor start) {
    State state = new State(backend, objective.dimension(), List.of(FLUCTUATION), List.of());
    backend.copy(start, state.centre());
    objective.lossAndGradient(start, gradient);
    double length = backend.norm(gradient);
    if (length > 0) {
      double rounding =
          backend.dataType().epsilon() * backend.norm(start) / Math.sqrt(start.size());
      backend.combine(rounding / length, gradient, 0, gradient, state.vector(FLUCTUATION));
    }
    return state;
  }

  /** With GD's oscillation where it has one; below rounding, with rounding's. */
  @Override
  public State initial(Start start) {
    State state = initial(start.centre());
    Tensor fluctuation = state.vector(FLUCTUATION);
    start
        .oscillation()
        .filter(seen -> backend.norm(seen) > backend.norm(fluctuation))
        .ifPresent(seen -> backend.copy(seen, fluctuation));
    return state;
  }

  @Override
  public Reading derivative(State state, State derivative) {
    Tensor centre = state.centre();
    Tensor fluctuation = state.vector(FLUCTUATION);
    Tensor drift = derivative.centre();
    Tensor growth = derivative.vector(FLUCTUATION);
    double loss = objective.lossAndGradient(centre, gradient);
    double length = backend.norm(fluctuation);
    backend.combine(-learningRate, gradient, 0, gradient, drift);
    if (length == 0) {
      backend.fill(growth, 0);
      return new Reading(loss, loss, Double.NaN, loss, backend.norm(drift) / learningRate, 0);
    }
    backend.combine(1 / length, fluctuation, 0, fluctuation, unit);
    objective.symmetric(centre, unit, reach, Symmetric.Request.HESSIAN_VECTOR, sides);
    double push = learningRate * (length / reach) * (length / reach);
    backend.axpy(-push, sides.meanGradient(), drift);
    backend.axpy(push, gradient, drift);
    double curvature = backend.dot(unit, sides.hessianVector());
    backend.combine(learningRate * length, sides.hessianVector(), -2, fluctuation, growth);
    double averaged = loss + 0.5 * curvature * length * length;
    return new Reading(
        loss,
        averaged,
        curvature,
        averaged - length * length / learningRate,
        backend.norm(drift) / learningRate,
        backend.norm(growth) / learningRate);
  }

  @Override
  public void settle(State state, double elapsed) {
    Tensor fluctuation = state.vector(FLUCTUATION);
    double length = backend.norm(fluctuation);
    if (length > 0 && Double.isFinite(length)) {
      backend.combine(1 / length, fluctuation, 0, fluctuation, unit);
      double kick = Math.sqrt(noise.square(state.centre(), unit, elapsed));
      backend.scale(Math.hypot(length, kick) / length, fluctuation);
    }
  }

  /** Along u the centre relaxes with the curvature, which is 2/η at the edge. */
  @Override
  public double relaxationRate() {
    return 2;
  }

  @Override
  public double magnitude(State state) {
    return backend.norm(state.vector(FLUCTUATION));
  }

  /** δ, live. */
  Tensor fluctuation(State state) {
    return state.vector(FLUCTUATION);
  }

  @Override
  public void visit(Fields fields) {
    fields.part("noise", noise);
  }
}

package org.edgeflow.baselines.freeenergy;

import java.util.List;
import java.util.stream.IntStream;
import org.edgeflow.core.checkpoint.Fields;
import org.edgeflow.core.flow.Flow;
import org.edgeflow.core.flow.FlowStoppedException;
import org.edgeflow.core.flow.Reading;
import org.edgeflow.core.flow.Start;
import org.edgeflow.core.flow.State;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.objective.Symmetric;
import org.edgeflow.core.spectral.Eigenpairs;
import org.edgeflow.core.spectral.SpectralTracker;
import org.edgeflow.core.spectral.SymmetricOperator;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * Free-energy flow (arXiv 2606.05326): the averaged trajectory of GD, coupled with the covariance Σ
 * of its fast oscillations, time in GD iterations:
 *
 * <pre>
 *   ẇ = −η ∇_w F(w, Σ) = −η ( g + ½ ∇³L : Σ ),     F(w, Σ) = L(w) + ½ ⟨H(w), Σ⟩
 *   Σ̇ = (I − ηH) Σ (I − ηH) − Σ
 * </pre>
 *
 * <p>F is what GD's loss averages to over the oscillation, to second order; it is the predicted
 * loss. The source's free energy has an entropic term; whatever part of it depends on Σ alone moves
 * w no further, and is left out here.
 *
 * <p><b>Factors.</b> {@code Σ = Σ_i σ_i² u_i u_iᵀ} on the rank leading eigenvectors of H. In them
 * the second equation reads {@code d ln σ_i/dt = ½ ((1 − ηλ_i)² − 1)}, and Σ outside of them only
 * decays. The vectors are computed again after every step; Σ is then projected on the new ones, its
 * diagonal there kept, so that a crossing of eigenvalues exchanges the variances with the vectors.
 * That H turns them, and the rank, is ours.
 *
 * <p><b>Seed and noise (ours).</b> The equation for Σ is linear and homogeneous: it needs a seed,
 * and while {@code ηλ < 2} it forgets it. We take what rounding makes of an oscillation, {@code
 * σ_i(0) = ε_mach rms(w_0)} (half of GD's first step, Edge Flow's seed, is what the centre holds
 * already), and with a noise factor κ add {@code (κ ε_mach rms(w))²} to every {@code σ_i²} in every
 * iteration, as Edge Flow does.
 *
 * <p>{@code ∇³L : u uᵀ = (g(w + hu) − 2g(w) + g(w − hu))/h²} to second order in {@code h =
 * ε_mach^{1/4}}, in units of the parameters.
 *
 * <p>One evaluation costs {@code 1 + 2·rank} gradients and rank HVPs; settling after a step costs
 * the HVPs that the warm eigensolver needs, at least rank.
 */
public final class FreeEnergyFlow implements Flow {
  private final Objective objective;
  private final double learningRate;
  private final double noise;
  private final int rank;
  private final SpectralTracker tracker;
  private final Symmetric sides;
  private final Tensor gradient;
  private final double[] variances;
  private final List<State.Vector> modes;
  private final List<State.Scalar> logDeviations;

  /**
   * The flow on an objective.
   *
   * @param learningRate η
   * @param noise κ ≥ 0
   * @param spectrum how many eigenvectors carry Σ (their rank), how exactly, at what cost
   * @param seed for the eigensolver's start
   */
  public FreeEnergyFlow(
      Objective objective,
      double learningRate,
      double noise,
      SpectralTracker.Settings spectrum,
      long seed) {
    TensorBackend backend = objective.backend();
    this.objective = objective;
    this.learningRate = learningRate;
    this.noise = noise;
    this.rank = Math.min(spectrum.initial(), objective.dimension());
    this.tracker = new SpectralTracker(spectrum, backend, objective.dimension(), seed);
    this.sides = new Symmetric(backend, objective.dimension());
    this.gradient = backend.zeros(objective.dimension());
    this.variances = new double[rank];
    this.modes = IntStream.range(0, rank).mapToObj(i -> new State.Vector("mode" + i)).toList();
    this.logDeviations =
        IntStream.range(0, rank).mapToObj(i -> new State.Scalar("log_deviation" + i)).toList();
  }

  @Override
  public State initial(Tensor start) {
    TensorBackend backend = objective.backend();
    State state = new State(backend, objective.dimension(), modes, logDeviations);
    backend.copy(start, state.centre());
    Eigenpairs pairs = tracker.track(SymmetricOperator.hessian(objective, start));
    for (int i = 0; i < rank; i++) {
      backend.copy(pairs.vector(i), mode(state, i));
      state.setNumber(logDeviations.get(i), Math.log(rounding(start)));
    }
    return state;
  }

  /** With the covariance {@code δδᵀ} on the eigenvectors that carry Σ: {@code σ_i = |u_iᵀδ|}. */
  @Override
  public State initial(Start start) {
    State state = initial(start.centre());
    start
        .oscillation()
        .ifPresent(
            delta -> {
              for (int i = 0; i < rank; i++) {
                double seen = objective.backend().dot(mode(state, i), delta);
                state.setNumber(
                    logDeviations.get(i),
                    Math.log(Math.hypot(seen, Math.exp(state.number(logDeviations.get(i))))));
              }
            });
    return state;
  }

  @Override
  public Reading derivative(State state, State derivative) {
    TensorBackend backend = objective.backend();
    Tensor centre = state.centre();
    Tensor drift = derivative.centre();
    double loss = objective.lossAndGradient(centre, gradient);
    backend.combine(-learningRate, gradient, 0, gradient, drift);
    double reach = Math.sqrt(Math.sqrt(backend.dataType().epsilon()));
    double energy = loss;
    double sharpness = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < rank; i++) {
      Tensor mode = mode(state, i);
      objective.symmetric(centre, mode, reach, Symmetric.Request.HESSIAN_VECTOR, sides);
      double curvature = backend.dot(mode, sides.hessianVector());
      double variance = Math.exp(2 * state.number(logDeviations.get(i)));
      // ½ σ² ∇³L[u, u] = σ² (ḡ − g)/h².
      double push = learningRate * variance / (reach * reach);
      backend.axpy(-push, sides.meanGradient(), drift);
      backend.axpy(push, gradient, drift);
      backend.fill(mode(derivative, i), 0);
      double factor = 1 - learningRate * curvature;
      derivative.setNumber(logDeviations.get(i), 0.5 * (factor * factor - 1));
      energy += 0.5 * curvature * variance;
      sharpness = Math.max(sharpness, curvature);
    }
    return new Reading(loss, energy, sharpness);
  }

  @Override
  public void settle(State state, double elapsed) {
    TensorBackend backend = objective.backend();
    double kick = noise * rounding(state.centre());
    if (!Double.isFinite(kick)) {
      return;
    }
    Eigenpairs pairs = tracker.track(SymmetricOperator.hessian(objective, state.centre()));
    requireConverged(pairs);
    for (int i = 0; i < rank; i++) {
      variances[i] = kick * kick * elapsed;
      for (int j = 0; j < rank; j++) {
        double overlap = backend.dot(pairs.vector(i), mode(state, j));
        variances[i] += overlap * overlap * Math.exp(2 * state.number(logDeviations.get(j)));
      }
    }
    for (int i = 0; i < rank; i++) {
      backend.copy(pairs.vector(i), mode(state, i));
      state.setNumber(logDeviations.get(i), 0.5 * Math.log(variances[i]));
    }
  }

  private static double rounding(Tensor x) {
    TensorBackend backend = x.backend();
    return backend.dataType().epsilon() * backend.norm(x) / Math.sqrt(x.size());
  }

  private void requireConverged(Eigenpairs pairs) {
    if (!pairs.converged()) {
      throw new FlowStoppedException(
          "free-energy-flow: the "
              + rank
              + " leading eigenvectors of the Hessian were not found ("
              + pairs.ending()
              + " after "
              + pairs.products()
              + " products, residual "
              + pairs.residual(0)
              + "); raise 'tolerance' or 'max-products', or lower 'rank'.");
    }
  }

  private Tensor mode(State state, int i) {
    return state.vector(modes.get(i));
  }

  /** The keys of the eigenvectors. */
  List<State.Vector> modes() {
    return modes;
  }

  /** The keys of the ln σ. */
  List<State.Scalar> logDeviations() {
    return logDeviations;
  }

  /** {@code √tr Σ}. */
  @Override
  public double magnitude(State state) {
    double trace = 0;
    for (int i = 0; i < rank; i++) {
      trace += Math.exp(2 * state.number(logDeviations.get(i)));
    }
    return Math.sqrt(trace);
  }

  @Override
  public void visit(Fields fields) {
    fields.part("spectrum", tracker);
  }
}

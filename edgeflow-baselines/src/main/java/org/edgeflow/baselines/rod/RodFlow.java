package org.edgeflow.baselines.rod;

import java.util.List;
import org.edgeflow.core.flow.Flow;
import org.edgeflow.core.flow.Reading;
import org.edgeflow.core.flow.Start;
import org.edgeflow.core.flow.State;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.objective.Symmetric;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * Rod Flow (arXiv 2602.01480): two consecutive iterates of GD are the ends of a rod, {@code w_k,
 * w_{k+1} = w̄ ∓ δ}. Its middle w̄ and its extent {@code Σ ≈ δδᵀ}, which does not see the sign that
 * δ changes at every step, obey difference equations that are exact and smooth; the flow takes them
 * for differential equations, time in GD iterations, {@code g± = ∇L(w̄ ± δ)}, {@code H±} likewise:
 *
 * <pre>
 *   dw̄/dt = −(η/2) [g₊ + g₋] − (η²/8) [H₊ + H₋] [g₊ + g₋]
 *   dΣ/dt = (η²/4) [g₊g₊ᵀ + g₋g₋ᵀ] − 2Σ
 * </pre>
 *
 * <p>The second term of w̄ is the backward error of GD, for steps finer than one iteration.
 *
 * <p><b>Factors.</b> Σ is carried as in the source, in factors of a few columns ({@link Extent}),
 * {@code Σ ≈ V diag(ω) Vᵀ}, that obey the equation of the full matrix: a step of whatever solver
 * adds its sources to the columns without error, and then the nearest matrix of the given rank
 * takes the place of the sum. What that drops is {@link #truncation}. A solver's combination of
 * sources may have negative weights, and so may ω. The rod is the longest part of Σ: δ is the
 * eigenvector of the largest eigenvalue λ, at the length √λ. The source has rank 2 and Σ forgets
 * within half an iteration, so its eigenvalues fall fast, and few columns are as good as the whole
 * matrix.
 *
 * <p><b>GD in other coordinates.</b> Without the backward error, one Euler step of one iteration is
 * {@code Σ ← (η²/4)(g₊g₊ᵀ + g₋g₋ᵀ) − Σ}. Where {@code Σ = (η²/4) g₋g₋ᵀ}, as at the start, it
 * becomes {@code (η²/4) g₊g₊ᵀ}: the rod goes on to the next pair of iterates, and {@code w̄ ∓ δ}
 * are those of GD to rounding, with one column and for ever. It is a check, and no rival.
 *
 * <p><b>What the extent holds.</b> Away from the edge {@code δ = −(η/2)ḡ}, half of GD's step, which
 * is what a rod between two iterates is. So the magnitude ‖δ‖ is half of the distance between
 * consecutive iterates; it predicts GD's oscillation where that is larger than GD's progress. Where
 * it is smaller and at right angles to the drift, the rod lies along the drift, g₊ and g₋ do not
 * see the oscillation, and the edge can be missed: so in the sharp valley from (0.05, 6.3), though
 * not from (0.05, 6.6), with the full matrix as with its factors. Where the drift has a part along
 * the sharp direction, as in networks, that part starts the oscillation.
 *
 * <p><b>Start.</b> The rod lies between {@code w_0} and {@code w_1}: {@code w̄(0) = w_0 −
 * (η/2)g(w_0)}, {@code Σ(0) = (η²/4) g gᵀ}, as in the source. It is GD's centre half an iteration
 * later; we leave the clock as it is.
 *
 * <p>One evaluation costs two gradients, and with the backward error two HVPs, whatever the rank.
 * The start costs one gradient.
 */
public final class RodFlow implements Flow {
  private final Objective objective;
  private final double learningRate;
  private final int rank;
  private final boolean backwardError;
  private final Symmetric ends;
  private final Tensor rod;
  private final Tensor end;
  private final Tensor curvedGradient;

  /**
   * Rod Flow for GD on an objective.
   *
   * @param learningRate η
   * @param rank how many columns carry Σ
   * @param backwardError whether the middle has its second term
   */
  public RodFlow(Objective objective, double learningRate, int rank, boolean backwardError) {
    TensorBackend backend = objective.backend();
    int dimension = objective.dimension();
    this.objective = objective;
    this.learningRate = learningRate;
    this.rank = Math.min(rank, dimension);
    this.backwardError = backwardError;
    this.ends = new Symmetric(backend, dimension);
    this.rod = backend.zeros(dimension);
    this.end = backend.zeros(dimension);
    this.curvedGradient = backend.zeros(dimension);
  }

  @Override
  public State initial(Tensor start) {
    TensorBackend backend = objective.backend();
    State state =
        new State(
            backend,
            objective.dimension(),
            List.of(),
            List.of(),
            new Extent(backend, objective.dimension(), rank));
    Tensor half = backend.zeros(objective.dimension());
    objective.lossAndGradient(start, half);
    backend.scale(-0.5 * learningRate, half);
    backend.combine(1, start, 1, half, state.centre());
    extent(state).add(1, half);
    return state;
  }

  /** From the iterate that GD stands at. */
  @Override
  public State initial(Start start) {
    return initial(start.iterate());
  }

  @Override
  public Reading derivative(State state, State derivative) {
    TensorBackend backend = objective.backend();
    extent(state).longest(rod);
    objective.symmetric(state.centre(), rod, 1, Symmetric.Request.HALF_DIFFERENCE, ends);
    backend.combine(
        -learningRate, ends.meanGradient(), 0, ends.meanGradient(), derivative.centre());
    if (backwardError) {
      addCurvedGradient(state, 1, derivative.centre());
      addCurvedGradient(state, -1, derivative.centre());
    }
    Extent change = extent(derivative);
    change.set(extent(state));
    change.scale(-2);
    for (double side : new double[] {1, -1}) {
      Tensor gradient = backend.zeros(objective.dimension());
      backend.combine(1, ends.meanGradient(), side, ends.halfDifference(), gradient);
      change.add(0.25 * learningRate * learningRate, gradient);
    }
    double curvature = backend.dot(ends.halfDifference(), rod) / backend.dot(rod, rod);
    return new Reading(Double.NaN, ends.loss(), curvature);
  }

  @Override
  public void settle(State state, double elapsed) {
    extent(state).compress();
  }

  /** Adds {@code −(η²/4) H(w̄ ± δ) ḡ}: half of {@code (g₊ + g₋)/2}, from one end. */
  private void addCurvedGradient(State state, double side, Tensor drift) {
    TensorBackend backend = objective.backend();
    backend.combine(1, state.centre(), side, rod, end);
    objective.hessianVector(end, ends.meanGradient(), curvedGradient);
    backend.axpy(-0.25 * learningRate * learningRate, curvedGradient, drift);
  }

  private static Extent extent(State state) {
    return state.further(Extent.class);
  }

  /** ‖δ‖, half the length of the rod. */
  @Override
  public double magnitude(State state) {
    extent(state).longest(rod);
    return objective.backend().norm(rod);
  }

  /** How much of Σ the last step's compression has dropped: {@code ‖dropped‖ / ‖Σ‖}. */
  @Override
  public double truncation(State state) {
    return extent(state).truncation();
  }
}

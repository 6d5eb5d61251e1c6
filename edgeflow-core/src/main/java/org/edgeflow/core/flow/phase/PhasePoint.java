package org.edgeflow.core.flow.phase;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.edgeflow.core.flow.State;
import org.edgeflow.core.optimizer.Scaling;
import org.edgeflow.core.optimizer.UpdateRule;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * Where a rule stands, seen over two steps: after k iterations, with {@code σ = (−1)^k},
 *
 * <pre>
 *   iterate           w_k = c + σ δ        δ = r u
 *   average           m_k = M − σ α        α = r a
 *   second moments    ν_k = ν
 * </pre>
 *
 * <p>all of c, M, ν, δ, α slow. The average alternates against the iterate, because it ends with
 * the gradient of the iterate before. A rule has those of them that it needs: no average without
 * momentum, no second moments without scaling. One moment in all is carried as a vector of equal
 * entries. That of ν alternates by {@code (1 − β₂)/(1 + β₂)} of the product of mean and alternating
 * gradient, and is left out: on the optimizer's orbits of period two the mean gradient is 0.
 */
public final class PhasePoint {
  /** M. */
  public static final State.Vector AVERAGE = new State.Vector("average");

  /** a: the average's oscillation, per unit of the magnitude. */
  public static final State.Vector AVERAGE_OSCILLATION = new State.Vector("average_oscillation");

  /** ν. */
  public static final State.Vector MOMENTS = new State.Vector("moments");

  /** How many iterations the averages have taken in, which says how much of them is filled. */
  public static final State.Scalar TAKEN = new State.Scalar("taken");

  final Tensor centre;
  final Tensor direction;
  final Optional<Tensor> average;
  final Optional<Tensor> averageOscillation;
  final Optional<Tensor> moments;
  double taken;
  double magnitude;
  double stretch = 1;

  private PhasePoint(
      Tensor centre,
      Tensor direction,
      Optional<Tensor> average,
      Optional<Tensor> averageOscillation,
      Optional<Tensor> moments) {
    this.centre = centre;
    this.direction = direction;
    this.average = average;
    this.averageOscillation = averageOscillation;
    this.moments = moments;
  }

  /** The vectors that a rule's states have beside centre and direction. */
  public static List<State.Vector> vectors(UpdateRule rule) {
    List<State.Vector> vectors = new ArrayList<>();
    if (rule.averages()) {
      vectors.add(AVERAGE);
      vectors.add(AVERAGE_OSCILLATION);
    }
    if (rule.scaling().kind() != Scaling.Kind.NONE) {
      vectors.add(MOMENTS);
    }
    return vectors;
  }

  /**
   * A state's point; its vectors are the state's own.
   *
   * @param direction u, a vector of the state
   * @param magnitude r
   */
  public static PhasePoint of(State state, State.Vector direction, double magnitude) {
    PhasePoint point =
        new PhasePoint(
            state.centre(),
            state.vector(direction),
            vector(state, AVERAGE),
            vector(state, AVERAGE_OSCILLATION),
            vector(state, MOMENTS));
    point.taken = state.number(TAKEN);
    point.magnitude = magnitude;
    return point;
  }

  private static Optional<Tensor> vector(State state, State.Vector key) {
    return state.vectors().contains(key) ? Optional.of(state.vector(key)) : Optional.empty();
  }

  /** A point of zeros, with vectors of its own. */
  public static PhasePoint zeros(UpdateRule rule, TensorBackend backend, int dimension) {
    List<State.Vector> vectors = vectors(rule);
    return new PhasePoint(
        backend.zeros(dimension),
        backend.zeros(dimension),
        room(vectors.contains(AVERAGE), backend, dimension),
        room(vectors.contains(AVERAGE_OSCILLATION), backend, dimension),
        room(vectors.contains(MOMENTS), backend, dimension));
  }

  private static Optional<Tensor> room(boolean wanted, TensorBackend backend, int dimension) {
    return wanted ? Optional.of(backend.zeros(dimension)) : Optional.empty();
  }

  /** {@code this ← other}, a point of the same rule. */
  public void set(PhasePoint other) {
    TensorBackend backend = centre.backend();
    backend.copy(other.centre, centre);
    backend.copy(other.direction, direction);
    average.ifPresent(mine -> backend.copy(other.average.orElseThrow(), mine));
    averageOscillation.ifPresent(
        mine -> backend.copy(other.averageOscillation.orElseThrow(), mine));
    moments.ifPresent(mine -> backend.copy(other.moments.orElseThrow(), mine));
    taken = other.taken;
    magnitude = other.magnitude;
    stretch = other.stretch;
  }

  /** The magnitude of the direction as it is: {@code δ = r · stretch · u}, of the last r set. */
  public double stretch() {
    return stretch;
  }

  /** c, live. */
  public Tensor centre() {
    return centre;
  }

  /** u, live. */
  public Tensor direction() {
    return direction;
  }

  /** M, live. */
  public Optional<Tensor> average() {
    return average;
  }

  /** a, live. */
  public Optional<Tensor> averageOscillation() {
    return averageOscillation;
  }

  /** ν, live. */
  public Optional<Tensor> moments() {
    return moments;
  }
}

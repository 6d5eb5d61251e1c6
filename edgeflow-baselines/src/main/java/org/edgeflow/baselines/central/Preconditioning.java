package org.edgeflow.baselines.central;

import java.util.List;
import java.util.Optional;
import org.edgeflow.baselines.complementarity.SymmetricPacking;
import org.edgeflow.core.flow.Memory;
import org.edgeflow.core.flow.State;
import org.edgeflow.core.optimizer.UpdateRule;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * How the optimizer scales its step: the diagonal P of {@code w ← w − η P⁻¹ g}, how it moves along
 * the flow, and what its motion does to the edge of stability {@code 2P − ηH ⪰ 0}.
 *
 * <p>An exponential moving average with weight {@code 1 − β₂} moves at the rate {@code c = (1 −
 * β₂)/β₂} in continuous time, as its discrete values are read after each update. The gradients that
 * it averages are those of the oscillating iterates: with covariance {@code Σ = UXUᵀ} and {@code HU
 * = (2/η) PU} at the edge, the mean of {@code g²} is {@code g(w)² + diag(HΣH)}, and {@code HΣH =
 * (4/η²) PUXUᵀP}.
 */
sealed interface Preconditioning permits Unscaled, ScalarMoment, ComponentMoments {

  /** The scaling of a rule. */
  static Preconditioning of(UpdateRule rule, TensorBackend backend, int dimension) {
    return switch (rule.scaling().kind()) {
      case NONE -> new Unscaled();
      case SCALAR -> new ScalarMoment(rule, backend, dimension);
      case PER_COMPONENT -> new ComponentMoments(rule, backend, dimension);
    };
  }

  /** The vectors that the state carries for it, beside the centre. */
  List<State.Vector> vectors();

  /** The numbers that the state carries for it, beside the flow's own. */
  List<State.Scalar> numbers();

  /**
   * Sets the state as it is after the optimizer's first update.
   *
   * @param state modified
   * @param gradient g(w_0)
   * @param memory what the optimizer remembers there
   */
  void start(State state, Tensor gradient, Optional<Memory> memory);

  /** Goes to the P of a state; what follows is about it. */
  void at(State state);

  /** {@code x ← P^(−1/2) x}. */
  void whiten(Tensor x);

  /** P, live; empty where it is the identity. */
  Optional<Tensor> preconditioner();

  /**
   * Adds {@code 2τ UᵀṖU} to {@code offset + operator[X]}, packed.
   *
   * @param directions U with {@code UᵀPU = I}; not modified
   * @param gradient g(w); not modified
   * @param horizon τ
   * @param offset modified
   * @param operator modified
   */
  void addMotion(
      SymmetricPacking packing,
      List<Tensor> directions,
      Tensor gradient,
      double horizon,
      double[] offset,
      double[][] operator);

  /**
   * The rates of change of what the state carries for it.
   *
   * @param gradient g(w); not modified
   * @param x X, packed, in the directions of the last {@link #addMotion}; empty if there are none
   * @param derivative modified
   */
  void velocity(Tensor gradient, double[] x, State derivative);
}

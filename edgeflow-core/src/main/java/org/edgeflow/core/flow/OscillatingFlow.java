package org.edgeflow.core.flow;

import org.edgeflow.core.tensor.Tensor;

/**
 * A flow that carries one oscillation δ = ru as a unit direction u and a magnitude r, whose
 * curvature is that of some symmetric K: {@link #derivative} returns {@code s = uᵀKu} as its
 * reading's curvature and leaves {@code η(K − s)u} in the derivative, so that solvers know {@code
 * ηKu} and can take GD's own map {@code δ ← (ηK − I)δ}.
 */
public interface OscillatingFlow extends Flow {

  /** The unit direction u, live. */
  Tensor direction(State state);

  /**
   * What the direction turns towards: {@code η(K − s)u}, as {@link #derivative} wrote it; live.
   *
   * @param derivative the state that it wrote
   */
  Tensor turning(State derivative);

  /**
   * Sets the magnitude.
   *
   * @param state modified
   * @param magnitude r ≥ 0
   */
  void setMagnitude(State state, double magnitude);

  /**
   * The magnitude about this state below which a half difference of gradients says more about
   * rounding than about curvature: {@code ε_mach^(1/3)} of the parameters' root mean square.
   */
  default double resolution(State state) {
    Tensor centre = state.centre();
    double rootMeanSquare = centre.backend().norm(centre) / Math.sqrt(centre.size());
    return Math.cbrt(centre.dataType().epsilon()) * rootMeanSquare;
  }

  /** The learning rate η. */
  double learningRate();
}

package org.edgeflow.core.flow;

import org.edgeflow.core.tensor.Tensor;

/** A flow that carries one oscillation as a unit direction and a magnitude. */
public interface OscillatingFlow extends Flow {

  /** The unit direction u, live. */
  Tensor direction(State state);

  /**
   * Sets the magnitude.
   *
   * @param state modified
   * @param magnitude r ≥ 0
   */
  void setMagnitude(State state, double magnitude);

  /** The learning rate η. */
  double learningRate();
}

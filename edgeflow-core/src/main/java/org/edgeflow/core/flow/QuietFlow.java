package org.edgeflow.core.flow;

import org.edgeflow.core.tensor.Tensor;

/**
 * An oscillating flow that can be had in parts where its oscillation is too small to act on the
 * centre, and that carries its magnitude as a logarithm, so that growth rates are its derivative.
 */
public interface QuietFlow extends OscillatingFlow {

  /**
   * The centre's rate of change where nothing oscillates, without the optimizer's backward error:
   * {@code −ηg(c)}, for one gradient.
   *
   * @param centre c; not modified
   * @param drift modified
   * @return {@code L(c)}
   */
  double quietDrift(Tensor centre, Tensor drift);

  /**
   * {@code H(c)v}, for one product.
   *
   * @param centre c; not modified
   * @param vector v; not modified
   * @param product modified
   */
  void curvature(Tensor centre, Tensor vector, Tensor product);

  /**
   * {@code σ²}, what noise adds to r² in each of the next iterations.
   *
   * @param state not modified
   * @param iterations how many they will be
   */
  double noise(State state, int iterations);

  /**
   * Sets the rate of ln r.
   *
   * @param derivative modified
   */
  void setGrowth(State derivative, double rate);
}

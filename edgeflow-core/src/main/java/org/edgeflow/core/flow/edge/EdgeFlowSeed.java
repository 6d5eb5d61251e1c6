package org.edgeflow.core.flow.edge;

import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.tensor.Tensor;

/** Where Edge Flow's direction and magnitude start. */
public interface EdgeFlowSeed {

  /**
   * Chooses the initial direction and magnitude.
   *
   * @param objective may be evaluated
   * @param learningRate η
   * @param start {@code w_0}; not modified
   * @param direction modified: {@code u(0)}, of length 1
   * @return {@code r(0) ≥ 0}
   */
  double plant(Objective objective, double learningRate, Tensor start, Tensor direction);
}

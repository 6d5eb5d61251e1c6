package org.edgeflow.core.objective;

import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/** A full-batch loss {@code L : R^d → R} with its gradient. */
public interface Loss {

  /** The backend whose tensors this loss takes. */
  TensorBackend backend();

  /** The number of parameters, d. */
  int dimension();

  /**
   * {@code L(w)}.
   *
   * @param parameters not modified
   */
  double loss(Tensor parameters);

  /**
   * {@code L(w)} and {@code g(w) = ∇L(w)}.
   *
   * @param parameters not modified
   * @param gradient modified; not {@code parameters}
   */
  double lossAndGradient(Tensor parameters, Tensor gradient);
}

package org.edgeflow.core.spectral;

import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.tensor.Tensor;

/**
 * A symmetric linear map {@code A : R^d → R^d}, known by its products with vectors.
 *
 * <p>Linearity and symmetry are the caller's promise. Where they hold only up to noise (a
 * differenced Hessian in float32), an {@link EigenSolver} gets as far as the noise allows and says
 * so.
 */
@FunctionalInterface
public interface SymmetricOperator {

  /**
   * {@code out ← A v}.
   *
   * @param v a vector of unit length; not modified
   * @param out modified; another tensor than {@code v}, with undefined content before
   */
  void apply(Tensor v, Tensor out);

  /**
   * The Hessian {@code H(w)} of an objective.
   *
   * @param at w, live: a later change of it changes the operator; not modified
   */
  static SymmetricOperator hessian(Objective objective, Tensor at) {
    return (v, out) -> objective.hessianVector(at, v, out);
  }
}

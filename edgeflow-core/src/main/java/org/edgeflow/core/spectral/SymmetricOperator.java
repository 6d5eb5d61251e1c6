package org.edgeflow.core.spectral;

import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.tensor.Tensor;

/**
 * A symmetric linear map {@code A : R^d → R^d}, known by its products with vectors.
 *
 * <p>Linearity and symmetry are the caller's promise. Where they hold only up to noise (a
 * differenced Hessian in float32), a {@link SpectralTracker} gets as far as the noise allows and
 * says so.
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

  /**
   * {@code P^{-1/2} H(w) P^{-1/2}} with a diagonal P, whose largest eigenvalue is the effective
   * sharpness: that of {@code P⁻¹H}, which is not symmetric.
   *
   * @param at w, live; not modified
   * @param root √P, one positive entry a parameter, live; not modified
   * @param room modified: a vector that nobody else uses during {@link #apply}
   */
  static SymmetricOperator preconditioned(
      Objective objective, Tensor at, Tensor root, Tensor room) {
    return (v, out) -> {
      objective.backend().divide(v, root, room);
      objective.hessianVector(at, room, out);
      objective.backend().divide(out, root, out);
    };
  }
}

package org.edgeflow.models.engine;

import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * Whether both ends of an oscillation are where the gradient is linear to rounding: {@code g(c ±
 * ru) = g ± r H u + ½ r² ∇³L[u, u] ± …}, and the third term is below ε_mach of the first.
 *
 * <p>That is so where {@code r‖u‖ ≤ √ε_mach ℓ}, ℓ being the length over which the loss's curvature
 * changes. The length is not known. A 64th of the parameters' root mean square is taken for it: a
 * guess on the safe side, which tests compare with the definition at the switch. An answer depends
 * on the arguments alone, so that equal points give equal results whatever came before.
 */
final class Quietness {
  private static final double LENGTH = 1.0 / 64;

  private Quietness() {}

  /** The magnitude about a centre below which an oscillation along a unit vector is quiet. */
  static double bound(Tensor centre) {
    double rootMeanSquare = centre.backend().norm(centre) / Math.sqrt(centre.size());
    return Math.sqrt(centre.dataType().epsilon()) * LENGTH * rootMeanSquare;
  }

  /**
   * Whether it holds.
   *
   * @param centre c; not modified
   * @param direction u, of any length; not modified
   * @param magnitude r
   */
  static boolean holds(Tensor centre, Tensor direction, double magnitude) {
    // Norms have to be waited for: where an oscillation is large, nobody does.
    if (magnitude > Math.sqrt(centre.dataType().epsilon())) {
      return false;
    }
    TensorBackend backend = centre.backend();
    return magnitude * backend.norm(direction) <= bound(centre);
  }
}

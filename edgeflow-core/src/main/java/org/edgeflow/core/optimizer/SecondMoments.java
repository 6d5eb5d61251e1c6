package org.edgeflow.core.optimizer;

import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/** What flows with second moments share. */
public final class SecondMoments {
  private SecondMoments() {}

  /**
   * {@code out ← |ν|}, elementwise. A component whose gradient vanishes has ν = 0, and a stage of a
   * Runge–Kutta step may take off it what earlier ones have added: below 0, by the step's own
   * error. Where ν is positive {@code √(ν²)} is ν to the bit, as long as ν² is in the format's
   * range.
   *
   * @param moments ν; not modified
   * @param out modified; another tensor
   */
  public static void modulus(Tensor moments, Tensor out) {
    TensorBackend backend = moments.backend();
    backend.fill(out, 0);
    backend.addSquares(1, moments, 0, out);
    backend.root(1, out, 0, out);
  }
}

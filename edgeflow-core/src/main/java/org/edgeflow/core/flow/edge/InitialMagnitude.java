package org.edgeflow.core.flow.edge;

/** Where Edge Flow's magnitude starts. */
public enum InitialMagnitude {
  /**
   * {@code r(0) = (η/2) |uᵀ g(w_0)|}: half of GD's first step along the direction. The centre
   * starts at {@code w_0}, which holds that displacement too; where the sharpness starts near the
   * edge the two together lead the centre astray.
   */
  HALF_STEP,
  /** {@code r(0) = ε_mach √(Σ_i u_i² w_{0,i}²)}: what rounding alone makes of an oscillation. */
  ROUNDING,
  /**
   * {@code r(0) = ‖δ‖}: GD's own oscillation where models start late, which they take whatever this
   * says. It cannot be had at step 0, where GD has not run yet.
   */
  MEASURED
}

package org.edgeflow.core.flow.edge;

/** How fast an oscillation of curvature s grows or decays under GD, per iteration. */
public enum GrowthRate {
  /** {@code ρ = ηs − 2}: the first order about the edge (arXiv 2606.18080). */
  LINEAR {
    @Override
    public double of(double scaledCurvature) {
      return scaledCurvature - 2;
    }
  },
  /**
   * {@code ρ = ln|ηs − 1|}: exact for GD on a quadratic, and the same to first order at the edge.
   */
  LOGARITHMIC {
    @Override
    public double of(double scaledCurvature) {
      return Math.log(Math.abs(scaledCurvature - 1));
    }
  };

  /**
   * The rate ρ.
   *
   * @param scaledCurvature ηs
   */
  public abstract double of(double scaledCurvature);
}

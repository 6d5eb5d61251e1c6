package org.edgeflow.core.flow.edge;

/** Which curvature drives direction and magnitude. */
public enum CurvatureClosure {
  /** {@code H(c) u}, the curvature at the centre (arXiv 2606.18080). */
  CENTRE,
  /**
   * {@code K u = (g(c + ru) − g(c − ru)) / 2r}, the curvature of the chord. It needs no HVP, and
   * the fixed points of Edge Flow with it are exactly the period-2 orbits of GD.
   */
  CHORD
}

package org.edgeflow.core.flow.edge;

/**
 * How much of GD's backward error Edge Flow's equations hold. With {@code f} the change of {@code x
 * = (c, δ)} over one step of GD's two-step map, the flow that reproduces the map to second order is
 * {@code ẋ = f − ½ (Df) f}.
 */
public enum BackwardError {
  /** {@code ẋ = f}, for a solver whose own error over steps of one iteration takes its place. */
  NONE,
  /**
   * {@code −(η²/2) H(c) ḡ} in the centre's equation: all of it where nothing oscillates, and half
   * of it at the edge.
   */
  CENTRE,
  /** {@code −½ (Df) f} in all three equations. The flow may then be integrated finely. */
  FULL
}

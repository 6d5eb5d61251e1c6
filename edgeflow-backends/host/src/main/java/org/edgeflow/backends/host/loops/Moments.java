package org.edgeflow.backends.host.loops;

/**
 * What the derivative of a normalization needs of one row: numbers that its caller sets, row after
 * row, in one object.
 */
public final class Moments {
  /** {@code 1/√(variance + ε)}. */
  public double scale;

  /** How the scale moves. */
  public double scaleTangent;

  /** The mean of the vector. */
  public double mean;

  /** How the mean moves. */
  public double meanTangent;

  /** The mean product of the vector with the normalized row. */
  public double along;

  /** How that moves. */
  public double alongTangent;
}

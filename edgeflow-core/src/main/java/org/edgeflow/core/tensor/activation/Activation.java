package org.edgeflow.core.tensor.activation;

/**
 * An elementwise activation with its first and second derivative, as plain functions of one number:
 * the reference that a backend's fused kernels are tested against, and its fallback.
 *
 * <p>At a kink (relu at 0) the derivatives are those of the left branch.
 */
public interface Activation {

  /** {@code f(z)}. */
  double value(double z);

  /** {@code f′(z)}. */
  double slope(double z);

  /** {@code f″(z)}, 0 at a kink. */
  double bend(double z);
}

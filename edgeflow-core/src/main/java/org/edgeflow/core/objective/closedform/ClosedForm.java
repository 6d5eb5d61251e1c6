package org.edgeflow.core.objective.closedform;

/** A loss written out in a few coordinates, with its derivatives, in float64. */
public interface ClosedForm {

  /** The number of coordinates. */
  int dimension();

  /**
   * The loss and its gradient.
   *
   * @param w the point; not modified
   * @param gradient modified
   */
  double lossAndGradient(double[] w, double[] gradient);

  /**
   * The Hessian at {@code w} times {@code v}.
   *
   * @param w not modified
   * @param v not modified
   * @param product modified; another array than the two
   */
  void hessianVector(double[] w, double[] v, double[] product);
}

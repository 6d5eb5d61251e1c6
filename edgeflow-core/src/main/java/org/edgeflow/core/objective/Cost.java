package org.edgeflow.core.objective;

import org.edgeflow.core.checkpoint.Fields;

/**
 * What has been spent on an objective.
 *
 * @param losses evaluations of the loss alone
 * @param gradients evaluations of loss and gradient
 * @param hessianVectors Hessian–vector products
 */
public record Cost(long losses, long gradients, long hessianVectors) {
  /** Nothing spent. */
  public static final Cost NONE = new Cost(0, 0, 0);

  /** This and more. */
  public Cost plus(long moreLosses, long moreGradients, long moreHessianVectors) {
    return new Cost(
        losses + moreLosses, gradients + moreGradients, hessianVectors + moreHessianVectors);
  }

  /** This and another. */
  public Cost plus(Cost other) {
    return plus(other.losses, other.gradients, other.hessianVectors);
  }

  /** What has been spent since {@code earlier}. */
  public Cost since(Cost earlier) {
    return plus(-earlier.losses, -earlier.gradients, -earlier.hessianVectors);
  }

  /** Gradients over so many iterations; NaN of none. */
  public double gradientsPer(long iterations) {
    return iterations > 0 ? (double) gradients / iterations : Double.NaN;
  }

  /** The cost in a snapshot, under this name. */
  public Cost visit(Fields fields, String name) {
    long[] counts = {losses, gradients, hessianVectors};
    fields.counts(name, counts);
    return new Cost(counts[0], counts[1], counts[2]);
  }
}

package org.edgeflow.core.objective;

import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * Counts what is spent on another objective. An HVP counts as one HVP, however it is computed;
 * {@code symmetric} as what it says that it took, two gradients and, where asked for, one HVP
 * unless the objective found a cheaper way.
 */
public final class CountingObjective implements Objective {
  private final Objective inner;
  private Cost cost = Cost.NONE;

  /** Counts what is spent on {@code inner} from now on. */
  public CountingObjective(Objective inner) {
    this.inner = inner;
  }

  /** What has been spent so far. */
  public Cost cost() {
    return cost;
  }

  /** Goes on counting from {@code cost}. */
  public void setCost(Cost cost) {
    this.cost = cost;
  }

  @Override
  public TensorBackend backend() {
    return inner.backend();
  }

  @Override
  public int dimension() {
    return inner.dimension();
  }

  @Override
  public double loss(Tensor parameters) {
    cost = cost.plus(1, 0, 0);
    return inner.loss(parameters);
  }

  @Override
  public double lossAndGradient(Tensor parameters, Tensor gradient) {
    cost = cost.plus(0, 1, 0);
    return inner.lossAndGradient(parameters, gradient);
  }

  @Override
  public void hessianVector(Tensor parameters, Tensor vector, Tensor product) {
    cost = cost.plus(0, 0, 1);
    inner.hessianVector(parameters, vector, product);
  }

  @Override
  public double roundingScale(Tensor parameters, Tensor direction, Tensor scratch) {
    return inner.roundingScale(parameters, direction, scratch);
  }

  @Override
  public void symmetric(
      Tensor centre, Tensor direction, double magnitude, Symmetric.Request request, Symmetric out) {
    out.setCost(request.cost());
    inner.symmetric(centre, direction, magnitude, request, out);
    cost = cost.plus(out.cost());
  }
}

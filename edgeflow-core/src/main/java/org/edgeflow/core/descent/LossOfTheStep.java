package org.edgeflow.core.descent;

import org.edgeflow.core.objective.DifferencedObjective;
import org.edgeflow.core.objective.Loss;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.objective.Symmetric;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * The loss that an optimizer is handed at each step, as the one objective that its flow knows.
 * Products are the loss's own where it has any, and differences of its gradients where it has none.
 */
final class LossOfTheStep implements Objective {
  private final TensorBackend backend;
  private final int dimension;
  private Loss loss;
  private DifferencedObjective differenced;

  LossOfTheStep(TensorBackend backend, int dimension) {
    this.backend = backend;
    this.dimension = dimension;
  }

  /** Evaluates this loss from now on. */
  void use(Loss next) {
    loss = next;
  }

  @Override
  public TensorBackend backend() {
    return backend;
  }

  @Override
  public int dimension() {
    return dimension;
  }

  @Override
  public double loss(Tensor parameters) {
    return loss.loss(parameters);
  }

  @Override
  public double lossAndGradient(Tensor parameters, Tensor gradient) {
    return loss.lossAndGradient(parameters, gradient);
  }

  @Override
  public void hessianVector(Tensor parameters, Tensor vector, Tensor product) {
    if (loss instanceof Objective objective) {
      objective.hessianVector(parameters, vector, product);
      return;
    }
    if (differenced == null) {
      differenced = new DifferencedObjective(this);
    }
    differenced.hessianVector(parameters, vector, product);
  }

  @Override
  public double roundingScale(Tensor parameters, Tensor direction, Tensor scratch) {
    return loss instanceof Objective objective
        ? objective.roundingScale(parameters, direction, scratch)
        : Objective.super.roundingScale(parameters, direction, scratch);
  }

  @Override
  public void symmetric(
      Tensor centre, Tensor direction, double magnitude, Symmetric.Request request, Symmetric out) {
    if (loss instanceof Objective objective) {
      objective.symmetric(centre, direction, magnitude, request, out);
    } else {
      Objective.super.symmetric(centre, direction, magnitude, request, out);
    }
  }
}

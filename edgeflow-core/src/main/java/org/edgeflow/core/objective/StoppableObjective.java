package org.edgeflow.core.objective;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.ToDoubleFunction;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * Another objective, whose evaluations somebody may end: a step takes as many of them as its solver
 * likes, and so this is the place that every long step comes past again and again.
 */
record StoppableObjective(Objective inner, BooleanSupplier abandoned) implements Objective {
  private void ask() {
    if (abandoned.getAsBoolean()) {
      throw new StepAbandonedException();
    }
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
    ask();
    return inner.loss(parameters);
  }

  @Override
  public double lossAndGradient(Tensor parameters, Tensor gradient) {
    ask();
    return inner.lossAndGradient(parameters, gradient);
  }

  @Override
  public void hessianVector(Tensor parameters, Tensor vector, Tensor product) {
    ask();
    inner.hessianVector(parameters, vector, product);
  }

  @Override
  public Optional<ToDoubleFunction<Tensor>> accuracy() {
    return inner.accuracy();
  }

  @Override
  public Optional<SampledLoss> sampled(int batchSize, double labelNoise) {
    return inner.sampled(batchSize, labelNoise);
  }

  @Override
  public void symmetric(
      Tensor centre, Tensor direction, double magnitude, Symmetric.Request request, Symmetric out) {
    ask();
    inner.symmetric(centre, direction, magnitude, request, out);
  }
}

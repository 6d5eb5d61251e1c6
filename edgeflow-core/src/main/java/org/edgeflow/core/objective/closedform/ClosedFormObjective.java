package org.edgeflow.core.objective.closedform;

import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/** A {@link ClosedForm} on the tensors of any backend; evaluated in float64, rounded at the end. */
public final class ClosedFormObjective implements Objective {
  private final TensorBackend backend;
  private final ClosedForm form;
  private final double[] point;
  private final double[] vector;
  private final double[] result;

  /** The closed form on tensors of {@code backend}. */
  public ClosedFormObjective(TensorBackend backend, ClosedForm form) {
    this.backend = backend;
    this.form = form;
    this.point = new double[form.dimension()];
    this.vector = new double[form.dimension()];
    this.result = new double[form.dimension()];
  }

  @Override
  public TensorBackend backend() {
    return backend;
  }

  @Override
  public int dimension() {
    return form.dimension();
  }

  @Override
  public double loss(Tensor parameters) {
    backend.read(parameters, point);
    return form.lossAndGradient(point, result);
  }

  @Override
  public double lossAndGradient(Tensor parameters, Tensor gradient) {
    double loss = loss(parameters);
    backend.write(result, gradient);
    return loss;
  }

  @Override
  public void hessianVector(Tensor parameters, Tensor direction, Tensor product) {
    backend.read(parameters, point);
    backend.read(direction, vector);
    form.hessianVector(point, vector, result);
    backend.write(result, product);
  }
}

package org.edgeflow.core.objective;

import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * Curvature for a loss that has none of its own, from central differences of its gradient:
 *
 * <pre>  H(w) v ≈ ‖v‖ ( g(w + ε v/‖v‖) − g(w − ε v/‖v‖) ) / (2ε)</pre>
 *
 * <p>The error is {@code O(ε²)} from the third derivative's change along v, plus {@code
 * O(ε_mach/ε)} from rounding. Two gradients are spent for one HVP. It is exactly homogeneous in the
 * length of v, and linear and symmetric up to that error.
 */
public final class DifferencedObjective implements Objective {
  private final Loss loss;
  private final double step;
  private final Tensor endpoint;
  private final Tensor behind;

  /**
   * Differences the gradient of {@code loss}.
   *
   * @param step ε, the distance to either side, in parameter units
   */
  public DifferencedObjective(Loss loss, double step) {
    if (!(step > 0)) {
      throw new IllegalArgumentException("a difference needs a positive step, got " + step);
    }
    this.loss = loss;
    this.step = step;
    this.endpoint = loss.backend().zeros(loss.dimension());
    this.behind = loss.backend().zeros(loss.dimension());
  }

  /** Differences the gradient with the step that serves networks of this format best. */
  public DifferencedObjective(Loss loss) {
    this(loss, defaultStep(loss.backend().dataType()));
  }

  /**
   * The step where truncation and rounding balance on networks with parameters of order one: 1e-4
   * in float64 (error about 1e-10), 0.1 in float32 (about 1e-4).
   */
  public static double defaultStep(DataType dataType) {
    return dataType == DataType.FLOAT64 ? 1e-4 : 0.1;
  }

  @Override
  public TensorBackend backend() {
    return loss.backend();
  }

  @Override
  public int dimension() {
    return loss.dimension();
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
    TensorBackend backend = backend();
    double length = backend.norm(vector);
    if (length == 0) {
      backend.fill(product, 0);
      return;
    }
    double reach = step / length;
    backend.combine(1, parameters, reach, vector, endpoint);
    loss.lossAndGradient(endpoint, product);
    backend.combine(1, parameters, -reach, vector, endpoint);
    loss.lossAndGradient(endpoint, behind);
    double slope = 0.5 / reach;
    backend.combine(slope, product, -slope, behind, product);
  }
}

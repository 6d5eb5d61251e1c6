package org.edgeflow.theory.problem.twolayer;

import java.util.Optional;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.objective.SampledLoss;
import org.edgeflow.core.tensor.StandardActivation;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.theory.problem.data.Examples;

/**
 * {@code L(W, C) = (1/2n) Σ ‖s C φ(W xᵢ) − yᵢ‖²}: a network of two layers without biases, W = m × d
 * and C = o × m, with a scale s of its output: {@code 1/m} in the mean-field scaling, {@code 1/√m}
 * in that of the tangent kernel. The parameters are the rows of W, then those of C.
 *
 * <p>Gradient and Hessian–vector product are exact. Matrix products are the backend's; activations
 * pass through float64.
 */
public final class TwoLayerNetwork implements Objective {
  private final TensorBackend backend;
  private final Examples examples;
  private final StandardActivation activation;
  private final int width;
  private final double scale;
  private final Tensor inputs;
  private final Tensor targets;
  private final Hidden hidden;
  private final Hidden tangent;
  private final Tensor residuals;
  private final Tensor residualTangents;

  /**
   * The network.
   *
   * @param width m
   * @param scale s
   */
  public TwoLayerNetwork(
      TensorBackend backend,
      Examples examples,
      StandardActivation activation,
      int width,
      double scale) {
    this.backend = backend;
    this.examples = examples;
    this.activation = activation;
    this.width = width;
    this.scale = scale;
    int count = examples.count();
    this.inputs = backend.of(examples.inputs(), count, examples.features());
    this.targets = backend.of(examples.targets(), count, examples.outputs());
    this.hidden = new Hidden(count);
    this.tangent = new Hidden(count);
    this.residuals = backend.zeros(count, examples.outputs());
    this.residualTangents = backend.zeros(count, examples.outputs());
  }

  /** What stands between the layers, one row an example. */
  private final class Hidden {
    private final Tensor before;
    private final Tensor after;
    private final Tensor pulled;
    private final double[] values;
    private final double[] slopes;

    Hidden(int count) {
      this.before = backend.zeros(count, width);
      this.after = backend.zeros(count, width);
      this.pulled = backend.zeros(count, width);
      this.values = new double[count * width];
      this.slopes = new double[count * width];
    }
  }

  /** Puts other examples in place of these; as many. */
  void replace(double[] otherInputs, double[] otherTargets) {
    backend.write(otherInputs, inputs);
    backend.write(otherTargets, targets);
  }

  Examples examples() {
    return examples;
  }

  @Override
  public TensorBackend backend() {
    return backend;
  }

  @Override
  public int dimension() {
    return width * (examples.features() + examples.outputs());
  }

  @Override
  public double loss(Tensor parameters) {
    backend.gemm(false, true, 1, inputs, first(parameters), 0, hidden.before);
    backend.read(hidden.before, hidden.values);
    for (int i = 0; i < hidden.values.length; i++) {
      hidden.slopes[i] = activation.value(hidden.values[i]);
    }
    backend.write(hidden.slopes, hidden.after);
    backend.copy(targets, residuals);
    backend.gemm(false, true, scale, hidden.after, second(parameters), -1, residuals);
    return 0.5 / examples.count() * backend.dot(residuals, residuals);
  }

  @Override
  public double lossAndGradient(Tensor parameters, Tensor gradient) {
    double loss = loss(parameters);
    double share = scale / examples.count();
    backend.gemm(true, false, share, residuals, hidden.after, 0, second(gradient));
    backend.gemm(false, false, 1, residuals, second(parameters), 0, hidden.pulled);
    backend.read(hidden.pulled, hidden.slopes);
    for (int i = 0; i < hidden.values.length; i++) {
      hidden.slopes[i] *= activation.slope(hidden.values[i]);
    }
    backend.write(hidden.slopes, hidden.pulled);
    backend.gemm(true, false, share, hidden.pulled, inputs, 0, first(gradient));
    return loss;
  }

  @Override
  public void hessianVector(Tensor parameters, Tensor vector, Tensor product) {
    loss(parameters);
    Tensor c = second(parameters);
    Tensor dc = second(vector);
    backend.gemm(false, true, 1, inputs, first(vector), 0, tangent.before);
    backend.read(tangent.before, tangent.values);
    for (int i = 0; i < tangent.values.length; i++) {
      tangent.slopes[i] = activation.slope(hidden.values[i]) * tangent.values[i];
    }
    backend.write(tangent.slopes, tangent.after);
    backend.gemm(false, true, scale, tangent.after, c, 0, residualTangents);
    backend.gemm(false, true, scale, hidden.after, dc, 1, residualTangents);

    double share = scale / examples.count();
    backend.gemm(true, false, share, residualTangents, hidden.after, 0, second(product));
    backend.gemm(true, false, share, residuals, tangent.after, 1, second(product));
    backend.gemm(false, false, 1, residuals, c, 0, hidden.pulled);
    backend.gemm(false, false, 1, residualTangents, c, 0, tangent.pulled);
    backend.gemm(false, false, 1, residuals, dc, 1, tangent.pulled);
    backend.read(hidden.pulled, hidden.slopes);
    backend.read(tangent.pulled, tangent.slopes);
    for (int i = 0; i < tangent.slopes.length; i++) {
      double z = hidden.values[i];
      tangent.slopes[i] =
          activation.slope(z) * tangent.slopes[i]
              + activation.bend(z) * tangent.values[i] * hidden.slopes[i];
    }
    backend.write(tangent.slopes, tangent.pulled);
    backend.gemm(true, false, share, tangent.pulled, inputs, 0, first(product));
  }

  private Tensor first(Tensor both) {
    return backend.view(both, 0, width, examples.features());
  }

  private Tensor second(Tensor both) {
    return backend.view(both, width * examples.features(), examples.outputs(), width);
  }

  @Override
  public Optional<SampledLoss> sampled(int batchSize, double labelNoise) {
    int size = batchSize == 0 ? examples.count() : batchSize;
    if (size > examples.count()) {
      throw new IllegalArgumentException(
          "a batch of " + size + " is larger than the " + examples.count() + " examples");
    }
    Examples batch =
        new Examples(
            new double[size * examples.features()], new double[size * examples.outputs()], size);
    return Optional.of(
        new SampledNetwork(
            examples, new TwoLayerNetwork(backend, batch, activation, width, scale), labelNoise));
  }
}

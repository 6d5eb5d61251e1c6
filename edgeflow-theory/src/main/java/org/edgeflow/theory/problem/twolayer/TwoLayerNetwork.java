package org.edgeflow.theory.problem.twolayer;

import java.util.List;
import java.util.Optional;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.objective.ParameterBlock;
import org.edgeflow.core.objective.SampledLoss;
import org.edgeflow.core.tensor.Kernels;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.activation.StandardActivation;
import org.edgeflow.theory.problem.data.Examples;

/**
 * {@code L(W, C) = (1/2n) Σ ‖s C φ(W xᵢ) − yᵢ‖²}: a network of two layers without biases, W = m × d
 * and C = o × m, with a scale s of its output: {@code 1/m} in the mean-field scaling, {@code 1/√m}
 * in that of the tangent kernel. The parameters are the rows of W, then those of C.
 *
 * <p>Gradient and Hessian–vector product are exact.
 */
public final class TwoLayerNetwork implements Objective {
  private final TensorBackend backend;
  private final Examples examples;
  private final StandardActivation activation;
  private final int width;
  private final double scale;
  private final Kernels.Products products;
  private final Kernels.Elementwise elementwise;
  private final Tensor inputs;
  private final Tensor targets;
  private final Tensor before;
  private final Tensor after;
  private final Tensor slope;
  private final Tensor pulled;
  private final Tensor beforeTangent;
  private final Tensor afterTangent;
  private final Tensor swing;
  private final Tensor pulledTangent;
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
    this.products = backend.kernels().products();
    this.elementwise = backend.kernels().elementwise();
    this.inputs = backend.of(examples.inputs(), count, examples.features());
    this.targets = backend.of(examples.targets(), count, examples.outputs());
    this.before = backend.zeros(count, width);
    this.after = backend.zeros(count, width);
    this.slope = backend.zeros(count, width);
    this.pulled = backend.zeros(count, width);
    this.beforeTangent = backend.zeros(count, width);
    this.afterTangent = backend.zeros(count, width);
    this.swing = backend.zeros(count, width);
    this.pulledTangent = backend.zeros(count, width);
    this.residuals = backend.zeros(count, examples.outputs());
    this.residualTangents = backend.zeros(count, examples.outputs());
  }

  /** Puts other examples in place of these; as many. */
  void replace(double[] otherInputs, double[] otherTargets) {
    backend.write(otherInputs, inputs);
    backend.write(otherTargets, targets);
  }

  Examples examples() {
    return examples;
  }

  /** W and C in the parameters. */
  List<ParameterBlock> layers() {
    return ParameterBlock.behindOneAnother(
        List.of("hidden", "output"), width * examples.features(), width * examples.outputs());
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
    products.gemm(false, true, 1, inputs, first(parameters), 0, before);
    elementwise.activate(activation, before, after, slope);
    leave(parameters);
    return 0.5 / examples.count() * backend.dot(residuals, residuals);
  }

  /** {@code R = s A Cᵀ − Y}. */
  private void leave(Tensor parameters) {
    backend.copy(targets, residuals);
    products.gemm(false, true, scale, after, second(parameters), -1, residuals);
  }

  @Override
  public double lossAndGradient(Tensor parameters, Tensor gradient) {
    double loss = loss(parameters);
    double share = scale / examples.count();
    products.gemm(true, false, share, residuals, after, 0, second(gradient));
    products.gemm(false, false, 1, residuals, second(parameters), 0, pulled);
    elementwise.multiply(slope, pulled, pulled);
    products.gemm(true, false, share, pulled, inputs, 0, first(gradient));
    return loss;
  }

  @Override
  public void hessianVector(Tensor parameters, Tensor vector, Tensor product) {
    Tensor c = second(parameters);
    Tensor dc = second(vector);
    products.gemm(false, true, 1, inputs, first(parameters), 0, before);
    products.gemm(false, true, 1, inputs, first(vector), 0, beforeTangent);
    elementwise.activateTangent(
        activation, before, beforeTangent, after, afterTangent, slope, swing);
    leave(parameters);
    products.gemm(false, true, scale, afterTangent, c, 0, residualTangents);
    products.gemm(false, true, scale, after, dc, 1, residualTangents);

    double share = scale / examples.count();
    products.gemm(true, false, share, residualTangents, after, 0, second(product));
    products.gemm(true, false, share, residuals, afterTangent, 1, second(product));
    products.gemm(false, false, 1, residuals, c, 0, pulled);
    products.gemm(false, false, 1, residualTangents, c, 0, pulledTangent);
    products.gemm(false, false, 1, residuals, dc, 1, pulledTangent);
    elementwise.multiplyAdd(slope, pulledTangent, swing, pulled, pulled);
    products.gemm(true, false, share, pulled, inputs, 0, first(product));
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

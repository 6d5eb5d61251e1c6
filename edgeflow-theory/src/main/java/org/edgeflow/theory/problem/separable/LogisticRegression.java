package org.edgeflow.theory.problem.separable;

import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.objective.SampledLoss;
import org.edgeflow.core.tensor.Kernels;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * {@code L(w) = (1/n) Σ ℓ(⟨zᵢ, w⟩)}: linear classification without a bias, {@code zᵢ = yᵢ xᵢ} an
 * example times its label ±1.
 *
 * <p>Where a w separates the examples there is no minimum: the loss tends to 0 along the direction
 * of the largest margin. Gradient descent gets there at every constant learning rate for the
 * logistic loss: it oscillates at first, for a number of steps of the order of η, and then {@code L
 * ~ 1/(ηt)}. The component along the direction grows as log t, and the one across it converges to
 * the minimizer of {@code Σ exp(−⟨z̄ᵢ, v⟩)} over the support vectors' parts across (arXiv
 * 2305.11788, 2402.15926).
 *
 * <p>Products with the examples are the backend's; the n margins pass through float64.
 */
public final class LogisticRegression implements Objective {
  private final TensorBackend backend;
  private final Kernels.Products products;
  private final MarginLoss loss;
  private final double[] rows;
  private final int examples;
  private final int features;
  private final Tensor signed;
  private final Tensor margins;
  private final Tensor weights;
  private final double[] margin;
  private final double[] weight;

  /**
   * The classification.
   *
   * @param signed the examples times their labels, example-major; shared, not modified by others
   * @param features d
   */
  public LogisticRegression(TensorBackend backend, MarginLoss loss, double[] signed, int features) {
    this.backend = backend;
    this.products = backend.kernels().products();
    this.loss = loss;
    this.rows = signed;
    this.features = features;
    this.examples = signed.length / features;
    this.signed = backend.of(signed, examples, features);
    this.margins = backend.zeros(examples, 1);
    this.weights = backend.zeros(examples, 1);
    this.margin = new double[examples];
    this.weight = new double[examples];
  }

  /** Puts other examples in place of these; as many. */
  void replace(double[] others) {
    backend.write(others, signed);
  }

  int examples() {
    return examples;
  }

  int features() {
    return features;
  }

  /** Example i times its label, at {@code i · features}; live. */
  double[] rows() {
    return rows;
  }

  @Override
  public TensorBackend backend() {
    return backend;
  }

  @Override
  public int dimension() {
    return features;
  }

  @Override
  public double loss(Tensor parameters) {
    readMargins(parameters);
    double sum = 0;
    for (double each : margin) {
      sum += loss.value(each);
    }
    return sum / examples;
  }

  @Override
  public double lossAndGradient(Tensor parameters, Tensor gradient) {
    double value = loss(parameters);
    weigh(loss::slope);
    backend.write(weight, weights);
    products.gemm(
        true, false, 1.0 / examples, signed, weights, 0, backend.view(gradient, 0, features, 1));
    return value;
  }

  @Override
  public void hessianVector(Tensor parameters, Tensor vector, Tensor product) {
    readMargins(parameters);
    weigh(loss::curvature);
    products.gemm(false, false, 1, signed, backend.view(vector, 0, features, 1), 0, margins);
    backend.read(margins, margin);
    for (int i = 0; i < examples; i++) {
      weight[i] *= margin[i];
    }
    backend.write(weight, weights);
    products.gemm(
        true, false, 1.0 / examples, signed, weights, 0, backend.view(product, 0, features, 1));
  }

  private void readMargins(Tensor parameters) {
    products.gemm(false, false, 1, signed, backend.view(parameters, 0, features, 1), 0, margins);
    backend.read(margins, margin);
  }

  private void weigh(DoubleUnaryOperator derivative) {
    for (int i = 0; i < examples; i++) {
      weight[i] = derivative.applyAsDouble(margin[i]);
    }
  }

  @Override
  public Optional<SampledLoss> sampled(int batchSize, double labelNoise) {
    int size = batchSize == 0 ? examples : batchSize;
    if (size > examples) {
      throw new IllegalArgumentException(
          "a batch of " + size + " is larger than the " + examples + " examples");
    }
    if (!(labelNoise >= 0 && labelNoise <= 1)) {
      throw new IllegalArgumentException(
          "the label noise is " + labelNoise + ", expected a probability");
    }
    return Optional.of(new SampledExamples(this, loss, size, labelNoise));
  }
}

package org.edgeflow.theory.problem.twolayer;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.edgeflow.core.objective.ObjectiveFactory;
import org.edgeflow.core.objective.Problem;
import org.edgeflow.core.settings.Description;
import org.edgeflow.core.settings.Setting;
import org.edgeflow.core.tensor.activation.StandardActivation;
import org.edgeflow.theory.problem.data.Examples;

/**
 * Builds linear networks of two layers on examples from configs: {@code L = (1/2n) Σ ‖W₂W₁xᵢ −
 * Mxᵢ‖²} with M of given singular values and inputs that are exactly white, {@code (1/n) Σ xxᵀ =
 * 1}, so that the loss of all examples is {@code ½‖W₂W₁ − M‖²}, which {@code matrix-factorization}
 * has without examples; here they can be sampled, and their targets be noisy.
 *
 * <p>From a small start gradient flow learns the singular values one after the other, the largest
 * first; under stochastic gradient descent each one's fluctuations peak before it is learnt (arXiv
 * 2604.06366). No minimum is stable beyond {@code η_c = 1/σ₁} (arXiv 2604.20446).
 */
public final class LinearNetworkFactory implements ObjectiveFactory<LinearNetworkFactory.Settings> {

  /** The settings of {@code linear-network}. */
  public record Settings(
      @Setting(
              value = "The singular values of the matrix M that the network shall be.",
              byDefault = "[3, 2, 1]")
          List<Double> singularValues,
      @Setting("The inner width; that of M unless given.") Optional<Integer> width,
      @Setting(
              value = "How many examples; at least as many as singular values.",
              byDefault = "60",
              atLeast = 1,
              atMost = 1_000_000)
          int examples,
      @Setting(
              value = "The standard deviation of the initial weights, which are normal.",
              byDefault = "0.01",
              above = 0)
          double initScale) {
    /** Checks that M exists and can be seen. */
    public Settings {
      if (singularValues.isEmpty()
          || singularValues.stream().anyMatch(value -> !(value >= 0) || value.isInfinite())) {
        throw new IllegalArgumentException(
            "'singular-values' is "
                + singularValues
                + ", expected at least one number, none below 0");
      }
      if (examples < singularValues.size()) {
        throw new IllegalArgumentException(
            "'examples' is "
                + examples
                + ", expected at least as many as 'singular-values' has, "
                + singularValues.size());
      }
      if (width.isPresent() && width.get() < 1) {
        throw new IllegalArgumentException("'width' is " + width.get() + ", expected at least 1");
      }
    }
  }

  @Override
  public Description description() {
    return new Description(
        "A linear network of two layers on white examples of a matrix with given singular values,"
            + " for stochastic gradient descent.",
        "arXiv 2604.06366, 2604.20446");
  }

  @Override
  public boolean hasExamples() {
    return true;
  }

  @Override
  public Problem create(Settings settings, Context context) {
    SplittableRandom random = new SplittableRandom(context.seed());
    int size = settings.singularValues().size();
    double[] inputs = whiteInputs(settings.examples(), size, random);
    double[] targets = new double[inputs.length];
    for (int i = 0; i < inputs.length; i++) {
      targets[i] = settings.singularValues().get(i % size) * inputs[i];
    }
    TwoLayerNetwork network =
        new TwoLayerNetwork(
            context.backend(),
            new Examples(inputs, targets, settings.examples()),
            StandardActivation.IDENTITY,
            settings.width().orElse(size),
            1);
    double[] start = Examples.normal(network.dimension(), settings.initScale(), random);
    return new Problem(network, context.backend().of(start, start.length), List.of())
        .withBlocks(network.layers());
  }

  /** Normal inputs {@code [n, d]}, whose columns are made orthogonal, and √n long. */
  private static double[] whiteInputs(int count, int size, SplittableRandom random) {
    double[] inputs = Examples.normal(count * size, 1, random);
    for (int column = 0; column < size; column++) {
      // Twice, which is enough.
      for (int pass = 0; pass < 2; pass++) {
        for (int other = 0; other < column; other++) {
          double part = product(inputs, size, column, other) / count;
          for (int i = 0; i < count; i++) {
            inputs[i * size + column] -= part * inputs[i * size + other];
          }
        }
      }
      double scale = Math.sqrt(count / product(inputs, size, column, column));
      for (int i = 0; i < count; i++) {
        inputs[i * size + column] *= scale;
      }
    }
    return inputs;
  }

  private static double product(double[] inputs, int size, int one, int other) {
    double sum = 0;
    for (int row = 0; row < inputs.length; row += size) {
      sum += inputs[row + one] * inputs[row + other];
    }
    return sum;
  }
}

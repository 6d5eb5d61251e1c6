package org.edgeflow.models.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.edgeflow.core.data.Dataset;
import org.edgeflow.core.objective.ObjectiveFactory;
import org.edgeflow.core.objective.Problem;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.settings.Description;
import org.edgeflow.core.settings.Setting;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.activation.StandardActivation;
import org.edgeflow.models.engine.EngineOptions;
import org.edgeflow.models.engine.NetworkProblem;
import org.edgeflow.models.engine.graph.LayerGraph;
import org.edgeflow.models.engine.layer.Elementwise;
import org.edgeflow.models.engine.layer.Linear;
import org.edgeflow.models.engine.signal.Extents;

/**
 * Builds fully connected networks {@code f(x) = W_m a(… a(W_1 x + b_1) …) + b_m} with their losses:
 *
 * <ul>
 *   <li>{@code mse}: {@code L = ½ · meanₙ ‖f(xₙ) − onehot(yₙ)‖²}
 *   <li>{@code cross-entropy}: {@code L = meanₙ ( log Σⱼ e^{fⱼ(xₙ)} − f_{yₙ}(xₙ) )}
 * </ul>
 *
 * <p>The exact engine differentiates it, or DL4J, with Hessian–vector products by differences of
 * gradients. Parameters are in DL4J's flat order, except where the exact engine reduces the inputs
 * to their row space; the problem's export restores them.
 */
public final class MultilayerPerceptron implements ObjectiveFactory<MultilayerPerceptron.Settings> {
  private final OtherEngine dl4j;

  /**
   * Builds networks that the exact engine differentiates, or another.
   *
   * @param dl4j who does where a config says {@code engine: dl4j}
   */
  public MultilayerPerceptron(OtherEngine dl4j) {
    this.dl4j = dl4j;
  }

  /** What the hidden layers apply to each of their sums. */
  public enum Nonlinearity {
    /** {@code tanh x}. */
    TANH,
    /** {@code max(x, 0)}. */
    RELU,
    /** {@code x Φ(x)}, exactly. */
    GELU,
    /** {@code x σ(1.702 x)}, which DL4J calls GELU. */
    GELU_SIGMOID,
    /** {@code log(1 + eˣ)}. */
    SOFTPLUS,
    /** {@code x}: a deep linear network. */
    IDENTITY;

    StandardActivation standard() {
      return StandardActivation.valueOf(name());
    }
  }

  /** How the outputs are compared with the labels. */
  public enum Criterion {
    /** Half the squared distance to the one-hot label. */
    MSE,
    /** Minus the logarithm of the probability that softmax gives to the label. */
    CROSS_ENTROPY;

    /** What the engine calls it. */
    public org.edgeflow.models.engine.loss.Criterion exact() {
      return this == MSE
          ? org.edgeflow.models.engine.loss.Criterion.SQUARED_ERROR
          : org.edgeflow.models.engine.loss.Criterion.CROSS_ENTROPY;
    }

    /** What DL4J's score is multiplied by: its squared error lacks the half. */
    public double factor() {
      return this == MSE ? 0.5 : 1;
    }
  }

  /** The settings of {@code mlp}. */
  public record Settings(
      @Setting(value = "The widths of the hidden layers; none for a linear model.", atLeast = 1)
          List<Integer> hidden,
      @Setting(value = "The nonlinearity of the hidden layers.", byDefault = "tanh")
          Nonlinearity activation,
      @Setting(value = "The loss, averaged over the examples.", byDefault = "mse") Criterion loss,
      @Setting(value = "How the initial parameters are drawn.", byDefault = "fan-in-uniform")
          Initialization init,
      @Setting(value = "A factor on all initial parameters.", byDefault = "1", above = 0)
          double initScale,
      @Setting(value = "Who differentiates the network.", byDefault = "exact") Engine engine,
      @Setting(
              value = "Examples that the exact engine works on at a time; 0: the network decides.",
              byDefault = "0",
              atLeast = 0)
          int batchBlock,
      @Setting(
              value = "Whether results are bitwise the same whatever the number of threads.",
              byDefault = "false")
          boolean deterministic,
      @Setting(
              value =
                  "Whether inputs are reduced to their row space where examples are fewer than"
                      + " features; for optimizers that act on each parameter by itself, say false.",
              byDefault = "true")
          boolean rowSpace,
      @Setting(
              value = "Whether both endpoints and the HVP share the first layer's products.",
              byDefault = "true")
          boolean sharedProducts) {

    /** The settings of the network, evaluated by DL4J. */
    public Settings(
        List<Integer> hidden,
        Nonlinearity activation,
        Criterion loss,
        Initialization init,
        double initScale) {
      this(hidden, activation, loss, init, initScale, Engine.DL4J, 0, false, true, true);
    }

    EngineOptions options() {
      return new EngineOptions(batchBlock, deterministic, rowSpace, sharedProducts);
    }
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public Description description() {
    return new Description(
        "A fully connected network, with exact gradients and Hessian-vector products.",
        "R-operator: Pearlmutter, Neural Computation 6, 1994");
  }

  @Override
  public boolean needsDataset() {
    return true;
  }

  @Override
  public Problem create(Settings settings, Context context) {
    TensorBackend backend = context.backend();
    Dataset dataset = context.dataset().orElseThrow();
    SingleLabel.refusal(dataset)
        .ifPresent(
            reason -> {
              throw new ConfigException("objective mlp: " + reason + ".");
            });
    List<Integer> widths = new ArrayList<>();
    widths.add(dataset.features());
    widths.addAll(settings.hidden());
    widths.add(dataset.classes().size());
    requireDimension(widths);
    double[] start = settings.init().draw(widths, settings.initScale(), context.seed());
    LayerGraph graph = graph(settings, widths);
    return settings.engine() == Engine.EXACT
        ? NetworkProblem.of(backend, graph, dataset, start, null, settings.options())
        : dl4j.problem("mlp", graph, dataset, start, backend);
  }

  private static LayerGraph graph(Settings settings, List<Integer> widths) {
    LayerGraph.Builder layers = new LayerGraph.Builder(Extents.vector(widths.get(0)));
    int last = widths.size() - 1;
    for (int i = 1; i < last; i++) {
      layers.then("hidden " + i, Linear.dense(widths.get(i), true));
      if (settings.activation() != Nonlinearity.IDENTITY) {
        layers.then("activation " + i, new Elementwise(settings.activation().standard()));
      }
    }
    layers.then("output", Linear.dense(widths.get(last), true));
    return layers.loss(settings.loss().exact(), settings.loss().factor());
  }

  private static void requireDimension(List<Integer> widths) {
    double dimension = 0;
    for (int i = 1; i < widths.size(); i++) {
      dimension += (widths.get(i - 1) + 1.0) * widths.get(i);
    }
    if (dimension > Integer.MAX_VALUE - 8) {
      throw new ConfigException(
          String.format(
              Locale.ROOT,
              "objective mlp: widths %s make %.0f parameters, expected at most %d.",
              widths,
              dimension,
              Integer.MAX_VALUE - 8));
    }
  }
}

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
import org.edgeflow.models.engine.NetworkProblem;
import org.edgeflow.models.engine.graph.LayerGraph;
import org.edgeflow.models.engine.layer.Elementwise;
import org.edgeflow.models.engine.layer.Linear;
import org.edgeflow.models.engine.signal.Extents;
import org.edgeflow.models.network.setting.Criterion;
import org.edgeflow.models.network.setting.Draw;
import org.edgeflow.models.network.setting.Engine;
import org.edgeflow.models.network.setting.Initialization;
import org.edgeflow.models.network.setting.Nonlinearity;
import org.edgeflow.models.network.setting.RowSpaceWork;

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
public final class MultilayerPerceptronFactory
    implements ObjectiveFactory<MultilayerPerceptronFactory.Settings> {
  private final OtherEngine dl4j;

  /**
   * Builds networks that the exact engine differentiates, or another.
   *
   * @param dl4j who does where a config says {@code engine: dl4j}
   */
  public MultilayerPerceptronFactory(OtherEngine dl4j) {
    this.dl4j = dl4j;
  }

  /** The settings of {@code mlp}. */
  public record Settings(
      @Setting(value = "The widths of the hidden layers; none for a linear model.", atLeast = 1)
          List<Integer> hidden,
      @Setting(value = "The nonlinearity of the hidden layers.", byDefault = "tanh")
          Nonlinearity activation,
      @Setting(value = "The loss, averaged over the examples.", byDefault = "mse") Criterion loss,
      Draw draw,
      @Setting(value = "Who differentiates the network.", byDefault = "exact") Engine engine,
      RowSpaceWork work) {

    /** The settings of the network, evaluated by DL4J. */
    public Settings(
        List<Integer> hidden,
        Nonlinearity activation,
        Criterion loss,
        Initialization init,
        double initScale) {
      this(hidden, activation, loss, new Draw(init, initScale), Engine.DL4J, RowSpaceWork.DEFAULT);
    }
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
    double[] start =
        settings.draw().init().draw(widths, settings.draw().initScale(), context.seed());
    LayerGraph graph = graph(settings, widths);
    return settings.engine() == Engine.EXACT
        ? NetworkProblem.of(
            backend, graph, dataset, start, null, settings.work().options().within(context))
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

package org.edgeflow.models.network;

import java.util.List;
import org.edgeflow.core.data.Dataset;
import org.edgeflow.core.objective.ObjectiveFactory;
import org.edgeflow.core.objective.Problem;
import org.edgeflow.core.settings.Description;
import org.edgeflow.core.settings.Setting;
import org.edgeflow.models.engine.EngineOptions;
import org.edgeflow.models.engine.layer.Linear;
import org.edgeflow.models.engine.signal.Extents;
import org.edgeflow.models.network.MultilayerPerceptronFactory.Criterion;
import org.edgeflow.models.network.MultilayerPerceptronFactory.Nonlinearity;

/**
 * Builds deep linear networks {@code f(x) = W_m … W_1 x + b}: linear in the input, not in the
 * parameters. Inputs may be images; they are read as vectors.
 */
public final class DeepLinearNetworkFactory
    implements ObjectiveFactory<DeepLinearNetworkFactory.Settings> {

  /** The settings of {@code deep-linear}. */
  public record Settings(
      @Setting(value = "The widths of the layers between.", byDefault = "[32, 32]", atLeast = 1)
          List<Integer> hidden,
      @Setting(value = "The loss, averaged over the examples.", byDefault = "mse") Criterion loss,
      @Setting(value = "How the initial parameters are drawn.", byDefault = "fan-in-uniform")
          Initialization init,
      @Setting(value = "A factor on all drawn parameters.", byDefault = "1", above = 0)
          double initScale,
      @Setting(
              value = "Examples that are worked on at a time; 0: the network decides.",
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
        "A deep linear network, with exact gradients and Hessian-vector products.",
        "Saxe et al., arXiv 1312.6120");
  }

  @Override
  public boolean needsDataset() {
    return true;
  }

  @Override
  public Problem create(Settings settings, Context context) {
    Dataset dataset = context.dataset().orElseThrow();
    Assembly network = new Assembly(Extents.vector(dataset.features()), Nonlinearity.IDENTITY);
    int number = 0;
    for (int width : settings.hidden()) {
      number++;
      network.layers().then("hidden " + number, Linear.dense(width, false));
    }
    return network.problem(
        "deep-linear",
        context,
        settings.loss(),
        settings.init(),
        settings.initScale(),
        settings.options());
  }
}

package org.edgeflow.models.network;

import java.util.List;
import org.edgeflow.core.data.Dataset;
import org.edgeflow.core.objective.ObjectiveFactory;
import org.edgeflow.core.objective.Problem;
import org.edgeflow.core.settings.Description;
import org.edgeflow.core.settings.Setting;
import org.edgeflow.models.engine.layer.Linear;
import org.edgeflow.models.engine.signal.Extents;
import org.edgeflow.models.network.setting.Criterion;
import org.edgeflow.models.network.setting.Draw;
import org.edgeflow.models.network.setting.Nonlinearity;
import org.edgeflow.models.network.setting.RowSpaceWork;

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
      Draw draw,
      RowSpaceWork work) {}

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
    return network.problem(context, settings.loss(), settings.draw(), settings.work().options());
  }
}

package org.edgeflow.models.network;

import java.util.List;
import org.edgeflow.core.data.Dataset;
import org.edgeflow.core.objective.ObjectiveFactory;
import org.edgeflow.core.objective.Problem;
import org.edgeflow.core.settings.Description;
import org.edgeflow.core.settings.Setting;
import org.edgeflow.models.engine.layer.Flatten;
import org.edgeflow.models.engine.layer.Linear;
import org.edgeflow.models.engine.layer.Pooling;
import org.edgeflow.models.network.setting.Nonlinearity;
import org.edgeflow.models.network.setting.Training;

/**
 * Builds convolutional networks for images: for each entry of {@code channels} a convolution that
 * keeps the size, the nonlinearity, and 2 × 2 pooling with stride 2; then dense layers.
 */
public final class ConvolutionalNetworkFactory
    implements ObjectiveFactory<ConvolutionalNetworkFactory.Settings> {

  /** The settings of {@code cnn}. */
  public record Settings(
      @Setting(value = "The channels of each convolution.", byDefault = "[32, 32]", atLeast = 1)
          List<Integer> channels,
      @Setting(
              value = "Height and width of the convolutions' windows.",
              byDefault = "3",
              atLeast = 1)
          int window,
      @Setting(value = "What each 2 x 2 pooling takes.", byDefault = "average")
          Pooling.Kind pooling,
      @Setting(
              value = "The widths of dense hidden layers after the convolutions.",
              byDefault = "[]",
              atLeast = 1)
          List<Integer> hidden,
      @Setting(value = "The nonlinearity.", byDefault = "tanh") Nonlinearity activation,
      Training training) {}

  @Override
  public Description description() {
    return new Description(
        "A convolutional network for images, with exact gradients and Hessian-vector products.",
        "R-operator: Pearlmutter, Neural Computation 6, 1994");
  }

  @Override
  public boolean needsDataset() {
    return true;
  }

  @Override
  public Problem create(Settings settings, Context context) {
    Dataset dataset = context.dataset().orElseThrow();
    Assembly network = new Assembly(Assembly.images("cnn", dataset), settings.activation());
    int number = 0;
    for (int channels : settings.channels()) {
      number++;
      network.convolution("convolution " + number, channels, settings.window(), 1, true);
      network.activate("activation " + number);
      String name = "pooling " + number;
      network.layers().then(name, new Pooling(settings.pooling(), network.window(name, 2, 2)));
    }
    network.layers().then("flatten", new Flatten());
    for (int width : settings.hidden()) {
      number++;
      network.layers().then("hidden " + number, Linear.dense(width, true));
      network.activate("activation " + number);
    }
    return network.problem(context, settings.training());
  }
}

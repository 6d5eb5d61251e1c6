package org.edgeflow.models.network;

import java.util.List;
import org.edgeflow.core.data.Dataset;
import org.edgeflow.core.objective.ObjectiveFactory;
import org.edgeflow.core.objective.Problem;
import org.edgeflow.core.settings.Description;
import org.edgeflow.core.settings.Setting;
import org.edgeflow.models.engine.graph.LayerGraph;
import org.edgeflow.models.engine.layer.Linear;
import org.edgeflow.models.engine.layer.Sum;
import org.edgeflow.models.engine.layer.Windows;
import org.edgeflow.models.engine.signal.Extents;
import org.edgeflow.models.network.setting.Nonlinearity;
import org.edgeflow.models.network.setting.Training;

/**
 * Builds residual networks for images (He et al., arXiv 1512.03385), normalized without statistics
 * of the batch: over everything in one example, with a gain and a bias in each channel (group
 * normalization with one group, Wu and He, arXiv 1803.08494). So the loss is a sum over examples.
 */
public final class ResidualNetworkFactory
    implements ObjectiveFactory<ResidualNetworkFactory.Settings> {

  /** The settings of {@code resnet}. */
  public record Settings(
      @Setting(
              value = "The channels of each stage; every stage after the first halves the size.",
              byDefault = "[16, 32, 64]",
              atLeast = 1)
          List<Integer> channels,
      @Setting(value = "Residual blocks in each stage.", byDefault = "1", atLeast = 1) int blocks,
      @Setting(value = "The nonlinearity.", byDefault = "relu") Nonlinearity activation,
      Training training) {}

  @Override
  public Description description() {
    return new Description(
        "A residual network for images, with exact gradients and Hessian-vector products.",
        "He et al., arXiv 1512.03385; normalization: Wu and He, arXiv 1803.08494");
  }

  @Override
  public boolean needsDataset() {
    return true;
  }

  @Override
  public Problem create(Settings settings, Context context) {
    Dataset dataset = context.dataset().orElseThrow();
    Assembly network = new Assembly(Assembly.images("resnet", dataset), settings.activation());
    network.convolution("stem", settings.channels().get(0), 3, 1, false);
    network.normalize("stem norm", true);
    network.activate("stem activation");
    for (int stage = 0; stage < settings.channels().size(); stage++) {
      for (int block = 0; block < settings.blocks(); block++) {
        int stride = stage > 0 && block == 0 ? 2 : 1;
        block(
            network,
            "stage " + (stage + 1) + " block " + (block + 1),
            settings.channels().get(stage),
            stride);
      }
    }
    network.average("average");
    return network.problem(context, settings.training());
  }

  private static void block(Assembly network, String name, int channels, int stride) {
    LayerGraph.Builder layers = network.layers();
    int before = layers.last();
    Extents read = network.extents();
    network.convolution(name + " convolution 1", channels, 3, stride, false);
    network.normalize(name + " norm 1", true);
    network.activate(name + " activation 1");
    network.convolution(name + " convolution 2", channels, 3, 1, false);
    int branch = network.normalize(name + " norm 2", true);
    int skip = before;
    if (stride > 1 || read.channels() != channels) {
      skip =
          layers.add(
              name + " projection",
              Linear.convolution(channels, false, Windows.same(read, 1, 1, stride, stride)),
              before);
    }
    layers.add(name + " sum", new Sum(), skip, branch);
    network.activate(name + " activation 2");
  }
}

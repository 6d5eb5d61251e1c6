package org.edgeflow.models.network;

import org.edgeflow.core.data.Dataset;
import org.edgeflow.core.objective.ObjectiveFactory;
import org.edgeflow.core.objective.Problem;
import org.edgeflow.core.settings.Description;
import org.edgeflow.core.settings.Setting;
import org.edgeflow.models.engine.layer.Linear;
import org.edgeflow.models.engine.layer.PositionEmbedding;
import org.edgeflow.models.engine.signal.Extents;
import org.edgeflow.models.network.setting.Nonlinearity;
import org.edgeflow.models.network.setting.Training;

/**
 * Builds vision transformers (Dosovitskiy et al., arXiv 2010.11929): linear embeddings of patches,
 * learned positions, blocks that normalize first, and a classifier on the mean over positions.
 */
public final class VisionTransformerFactory
    implements ObjectiveFactory<VisionTransformerFactory.Settings> {

  /** The settings of {@code vit}. */
  public record Settings(
      @Setting(value = "Height and width of a patch.", byDefault = "4", atLeast = 1) int patch,
      @Setting(value = "Channels at each position.", byDefault = "64", atLeast = 1) int width,
      @Setting(value = "Transformer blocks.", byDefault = "2", atLeast = 1) int depth,
      @Setting(value = "Attention heads; they divide the width.", byDefault = "4", atLeast = 1)
          int heads,
      @Setting(value = "Hidden units at each position of a block.", byDefault = "128", atLeast = 1)
          int hidden,
      @Setting(value = "The nonlinearity.", byDefault = "gelu") Nonlinearity activation,
      Training training) {}

  @Override
  public Description description() {
    return new Description(
        "A vision transformer, with exact gradients and Hessian-vector products.",
        "Dosovitskiy et al., arXiv 2010.11929");
  }

  @Override
  public boolean needsDataset() {
    return true;
  }

  @Override
  public Problem create(Settings settings, Context context) {
    Dataset dataset = context.dataset().orElseThrow();
    Extents images = Assembly.images("vit", dataset);
    Assembly network = new Assembly(images, settings.activation());
    int patch = settings.patch();
    network
        .layers()
        .then(
            "patches",
            Linear.convolution(settings.width(), true, network.window("patches", patch, patch)));
    network.layers().then("positions", new PositionEmbedding());
    for (int block = 1; block <= settings.depth(); block++) {
      network.transformerBlock("block " + block, settings.heads(), settings.hidden());
    }
    network.normalize("norm", false);
    network.average("average");
    return network.problem(context, settings.training());
  }
}

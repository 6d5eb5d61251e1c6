package org.edgeflow.models.network;

import org.edgeflow.core.data.Dataset;
import org.edgeflow.core.objective.ObjectiveFactory;
import org.edgeflow.core.objective.Problem;
import org.edgeflow.core.settings.Description;
import org.edgeflow.core.settings.Setting;
import org.edgeflow.models.engine.layer.Linear;
import org.edgeflow.models.engine.layer.PositionEmbedding;
import org.edgeflow.models.network.setting.Nonlinearity;
import org.edgeflow.models.network.setting.Training;

/**
 * Builds transformers for sequences: examples of shape {@code [length, channels]}, or {@code
 * [length]} for one channel. Linear embeddings, learned positions, blocks that normalize first
 * (Xiong et al., arXiv 2002.04745), and a classifier: on the mean over positions for a dataset with
 * one label an example, on each position for one with as many labels as positions, where the loss
 * is the mean over all of them.
 */
public final class SequenceTransformerFactory
    implements ObjectiveFactory<SequenceTransformerFactory.Settings> {

  /** The settings of {@code transformer}. */
  public record Settings(
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
        "A transformer for sequences, with exact gradients and Hessian-vector products.",
        "Vaswani et al., arXiv 1706.03762; Xiong et al., arXiv 2002.04745");
  }

  @Override
  public boolean needsDataset() {
    return true;
  }

  @Override
  public Problem create(Settings settings, Context context) {
    Dataset dataset = context.dataset().orElseThrow();
    Assembly network =
        new Assembly(Assembly.sequences("transformer", dataset), settings.activation());
    network.layers().then("embedding", Linear.dense(settings.width(), true));
    network.layers().then("positions", new PositionEmbedding());
    for (int block = 1; block <= settings.depth(); block++) {
      network.transformerBlock("block " + block, settings.heads(), settings.hidden());
    }
    network.normalize("norm", false);
    if (dataset.labelsPerExample() == 1) {
      network.average("average");
    }
    return network.problem(context, settings.training());
  }
}

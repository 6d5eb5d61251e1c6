package org.edgeflow.models.network;

import java.util.Arrays;
import org.edgeflow.core.data.Dataset;
import org.edgeflow.core.objective.ObjectiveFactory;
import org.edgeflow.core.objective.Problem;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.settings.Description;
import org.edgeflow.core.settings.Setting;
import org.edgeflow.models.engine.EngineOptions;
import org.edgeflow.models.engine.layer.Linear;
import org.edgeflow.models.engine.layer.PositionEmbedding;
import org.edgeflow.models.engine.signal.Extents;
import org.edgeflow.models.network.MultilayerPerceptronFactory.Criterion;
import org.edgeflow.models.network.MultilayerPerceptronFactory.Nonlinearity;

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
      @Setting(value = "The loss, averaged over the labels.", byDefault = "cross-entropy")
          Criterion loss,
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
              value = "Whether both endpoints and the HVP share the first layer's products.",
              byDefault = "true")
          boolean sharedProducts) {

    EngineOptions options() {
      return new EngineOptions(batchBlock, deterministic, false, sharedProducts);
    }
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

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
    Assembly network = new Assembly(sequences(dataset), settings.activation());
    network.layers().then("embedding", Linear.dense(settings.width(), true));
    network.layers().then("positions", new PositionEmbedding());
    for (int block = 1; block <= settings.depth(); block++) {
      network.transformerBlock("block " + block, settings.heads(), settings.hidden());
    }
    network.normalize("norm", false);
    if (dataset.labelsPerExample() == 1) {
      network.average("average");
    }
    return network.problem(
        "transformer",
        context,
        settings.loss(),
        settings.init(),
        settings.initScale(),
        settings.options());
  }

  private static Extents sequences(Dataset dataset) {
    int[] shape = dataset.shape();
    if (shape.length > 2) {
      throw new ConfigException(
          "objective transformer: dataset '"
              + dataset.name()
              + "' has examples of shape "
              + Arrays.toString(shape)
              + ", expected sequences [length, channels] or [length]");
    }
    return new Extents(shape[0], 1, shape.length == 1 ? 1 : shape[1]);
  }
}

package org.edgeflow.models.engine.blocks;

import java.util.Arrays;
import org.edgeflow.core.data.Dataset;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.models.engine.graph.LayerGraph;
import org.edgeflow.models.engine.signal.Extents;

/**
 * Data in the order in which the engine reads them: example by example, channels innermost.
 *
 * @param inputs of all examples
 * @param targets of all examples
 * @param count of examples
 * @param rows of targets for each example
 */
public record Examples(double[] inputs, double[] targets, int count, int rows) {

  /**
   * A dataset for a network.
   *
   * @throws ConfigException if it does not fit
   */
  public static Examples of(Dataset dataset, LayerGraph graph) {
    int classes = dataset.classes().size();
    Extents output = graph.output();
    int labels = dataset.labelsPerExample();
    if (output.positions() != labels) {
      throw new ConfigException(
          "dataset '"
              + dataset.name()
              + "' has "
              + labels
              + (labels == 1 ? " label" : " labels")
              + " an example, expected as many as the network labels positions: "
              + output.positions()
              + (labels == 1
                  ? "."
                  : ". Use an objective that labels every position: 'transformer', 'lstm' or"
                      + " 'gru'."));
    }
    if (output.channels() != classes) {
      throw new ConfigException(
          "dataset '"
              + dataset.name()
              + "': got "
              + classes
              + " classes, expected as many as the network's outputs: "
              + output);
    }
    return new Examples(
        inputs(dataset, graph.input()), dataset.oneHotTargets(), dataset.size(), labels);
  }

  private static double[] inputs(Dataset dataset, Extents expected) {
    int[] shape = dataset.shape();
    if (expected.positions() == 1 && expected.channels() == dataset.features()) {
      return dataset.inputs();
    }
    boolean flat = shape.length == 1 && shape[0] == expected.size();
    boolean images =
        shape.length == 3 && expected.equals(new Extents(shape[1], shape[2], shape[0]));
    boolean sequences = shape.length == 2 && expected.equals(new Extents(shape[0], 1, shape[1]));
    if (!flat && !images && !sequences) {
      throw new ConfigException(
          "dataset '"
              + dataset.name()
              + "': got examples of shape "
              + Arrays.toString(shape)
              + ", expected by the network: "
              + expected);
    }
    if (sequences) {
      return dataset.inputs();
    }
    int channels = expected.channels();
    int positions = expected.positions();
    double[] from = dataset.inputs();
    double[] to = new double[from.length];
    for (int example = 0; example < dataset.size(); example++) {
      int start = example * channels * positions;
      for (int channel = 0; channel < channels; channel++) {
        for (int position = 0; position < positions; position++) {
          to[start + position * channels + channel] = from[start + channel * positions + position];
        }
      }
    }
    return to;
  }

  /** The first examples, or all where there are no more. */
  public Examples first(int most) {
    int some = Math.min(most, count);
    return new Examples(
        Arrays.copyOf(inputs, inputs.length / count * some),
        Arrays.copyOf(targets, targets.length / count * some),
        some,
        rows);
  }

  /** The blocks of these examples. */
  public Blocks cut(TensorBackend backend, int most, int multiple, boolean staircase) {
    return Blocks.cut(backend, this, most, multiple, staircase);
  }
}

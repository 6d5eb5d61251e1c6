package org.edgeflow.models.network;

import java.util.Arrays;
import org.edgeflow.core.data.Dataset;
import org.edgeflow.core.objective.ObjectiveFactory.Context;
import org.edgeflow.core.objective.Problem;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.tensor.Window;
import org.edgeflow.core.tensor.activation.StandardActivation;
import org.edgeflow.models.engine.EngineOptions;
import org.edgeflow.models.engine.NetworkProblem;
import org.edgeflow.models.engine.graph.LayerGraph;
import org.edgeflow.models.engine.layer.Affine;
import org.edgeflow.models.engine.layer.Attention;
import org.edgeflow.models.engine.layer.Elementwise;
import org.edgeflow.models.engine.layer.Linear;
import org.edgeflow.models.engine.layer.Normalization;
import org.edgeflow.models.engine.layer.Pooling;
import org.edgeflow.models.engine.layer.Sum;
import org.edgeflow.models.engine.layer.Windows;
import org.edgeflow.models.engine.signal.Extents;
import org.edgeflow.models.network.setting.Criterion;
import org.edgeflow.models.network.setting.Draw;
import org.edgeflow.models.network.setting.Nonlinearity;
import org.edgeflow.models.network.setting.Training;

/** A network being put together from the parts that several of them share. */
final class Assembly {
  private static final double EPSILON = 1e-5;

  private final LayerGraph.Builder layers;
  private final StandardActivation activation;

  Assembly(Extents input, Nonlinearity activation) {
    this.layers = new LayerGraph.Builder(input);
    this.activation = activation.standard();
  }

  /** What a dataset of images looks like to a network. */
  static Extents images(String objective, Dataset dataset) {
    int[] shape = dataset.shape();
    if (shape.length != 3) {
      throw new ConfigException(
          "objective "
              + objective
              + ": dataset '"
              + dataset.name()
              + "' has examples of shape "
              + Arrays.toString(shape)
              + ", expected images [channels, height, width]");
    }
    return new Extents(shape[1], shape[2], shape[0]);
  }

  /** What a dataset of sequences looks like to a network. */
  static Extents sequences(String objective, Dataset dataset) {
    int[] shape = dataset.shape();
    if (shape.length > 2) {
      throw new ConfigException(
          "objective "
              + objective
              + ": dataset '"
              + dataset.name()
              + "' has examples of shape "
              + Arrays.toString(shape)
              + ", expected sequences [length, channels] or [length]");
    }
    return Extents.sequence(shape);
  }

  LayerGraph.Builder layers() {
    return layers;
  }

  /** A square window without padding over what the last layer produces, for a layer by name. */
  Window window(String name, int size, int stride) {
    try {
      return Windows.padded(extents(), size, size, stride, stride, 0, 0);
    } catch (IllegalArgumentException e) {
      throw new ConfigException("layer '" + name + "': " + e.getMessage());
    }
  }

  /** What the last layer produces. */
  Extents extents() {
    return layers.extents(layers.last());
  }

  /** A convolution that keeps the size, up to the stride. */
  int convolution(String name, int channels, int size, int stride, boolean bias) {
    // Usual windows are left alone: on what pooling has made small, they see mostly margin, too.
    int widest = Math.max(31, 2 * Math.max(extents().height(), extents().width()) - 1);
    if (size > widest) {
      throw new ConfigException(
          "layer '"
              + name
              + "': a window of "
              + size
              + " x "
              + size
              + " on "
              + extents()
              + ", of which what is beyond "
              + widest
              + " sees the margin alone. Make it smaller.");
    }
    return layers.then(
        name,
        Linear.convolution(channels, bias, Windows.same(extents(), size, size, stride, stride)));
  }

  /** The nonlinearity. */
  int activate(String name) {
    return activation == StandardActivation.IDENTITY
        ? layers.last()
        : layers.then(name, new Elementwise(activation));
  }

  /** A normalization with its gains and biases. */
  int normalize(String name, boolean wholeExample) {
    layers.then(name, new Normalization(EPSILON, wholeExample));
    return layers.then(name + ", scaled", new Affine(true));
  }

  /** The mean over all positions. */
  int average(String name) {
    return layers.then(name, new Pooling(Pooling.Kind.AVERAGE, Windows.global(extents())));
  }

  /**
   * One block of a transformer, normalizing first: attention, then a perceptron at each position,
   * each added to what it read.
   */
  void transformerBlock(String name, int heads, int hidden) {
    int width = extents().channels();
    int before = layers.last();
    int normalized = normalize(name + " norm 1", false);
    int queries = layers.add(name + " queries", Linear.dense(width, true), normalized);
    int keys = layers.add(name + " keys", Linear.dense(width, true), normalized);
    int values = layers.add(name + " values", Linear.dense(width, true), normalized);
    layers.add(name + " attention", new Attention(heads), queries, keys, values);
    int mixed = layers.then(name + " projection", Linear.dense(width, true));
    int middle = layers.add(name + " sum 1", new Sum(), before, mixed);
    normalize(name + " norm 2", false);
    layers.then(name + " hidden", Linear.dense(hidden, true));
    activate(name + " activation");
    int out = layers.then(name + " output", Linear.dense(width, true));
    layers.add(name + " sum 2", new Sum(), middle, out);
  }

  /** The classifier on top, the loss, and the problem. */
  Problem problem(Context context, Training training) {
    return problem(context, training.loss(), training.draw(), training.work().options());
  }

  /** The same of a network whose inputs may be reduced to their row space. */
  Problem problem(Context context, Criterion loss, Draw draw, EngineOptions options) {
    Dataset dataset = context.dataset().orElseThrow();
    layers.then("output", Linear.dense(dataset.classes().size(), true));
    LayerGraph graph = layers.loss(loss.exact(), loss.factor());
    return NetworkProblem.of(
        context.backend(),
        graph,
        dataset,
        InitialParameters.draw(graph, draw, context.seed()),
        null,
        options.within(context));
  }
}

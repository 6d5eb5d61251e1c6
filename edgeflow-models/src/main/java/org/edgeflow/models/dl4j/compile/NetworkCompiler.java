package org.edgeflow.models.dl4j.compile;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.edgeflow.core.data.Dataset;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.models.engine.layer.Sum;
import org.edgeflow.models.engine.signal.Extents;

/**
 * Turns DL4J's configurations into layer graphs for the exact engine.
 *
 * <p>Parameters keep DL4J's flat order outside: of a dense layer {@code W} (inputs × outputs,
 * column by column) and then {@code b}; of a convolution {@code b} and then {@code W} (outputs ×
 * inputs × height × width); layers in their order, a graph's in its topological order.
 */
public final class NetworkCompiler {
  private final LayerCompiler layers;
  private final Extents input;
  private final boolean averages;
  private final int examples;
  private String current = "the network";

  private NetworkCompiler(Extents input, boolean averages, int examples) {
    this.layers = new LayerCompiler(input);
    this.input = input;
    this.averages = averages;
    this.examples = examples;
  }

  /** Compiles a sequential network for a dataset. */
  public static Compilation compile(MultiLayerConfiguration configuration, Dataset dataset) {
    int count = configuration.getConfs().size();
    NetworkCompiler compiler =
        new NetworkCompiler(
            extents(
                dataset, configuration.getInputPreProcess(0), configuration.getConf(0).getLayer()),
            configuration.getConf(0).isMiniBatch(),
            dataset.size());
    return compiler.guarded(
        () -> {
          int place = 0;
          for (int i = 0; i < count; i++) {
            Layer layer = configuration.getConf(i).getLayer();
            String given = layer.getLayerName();
            place =
                compiler.layer(
                    given == null ? "layer" + i : given,
                    layer,
                    Optional.ofNullable(configuration.getInputPreProcess(i)),
                    place);
          }
          return place;
        });
  }

  /**
   * Compiles a graph for a dataset.
   *
   * @param order the names of the vertices, in the order in which DL4J lays out parameters
   */
  public static Compilation compile(
      ComputationGraphConfiguration configuration, List<String> order, Dataset dataset) {
    String source = configuration.getNetworkInputs().get(0);
    Optional<LayerVertex> first =
        order.stream()
            .filter(
                name ->
                    configuration.getVertexInputs().getOrDefault(name, List.of()).contains(source))
            .map(configuration.getVertices()::get)
            .filter(LayerVertex.class::isInstance)
            .map(LayerVertex.class::cast)
            .findFirst();
    if (first.isEmpty()) {
      return Compilation.refused("no layer reads the input '" + source + "'");
    }
    NetworkCompiler compiler =
        new NetworkCompiler(
            extents(dataset, first.get().getPreProcessor(), first.get().getLayerConf().getLayer()),
            configuration.getDefaultConfiguration().isMiniBatch(),
            dataset.size());
    return compiler.guarded(
        () -> {
          Map<String, Integer> places = new HashMap<>();
          places.put(source, 0);
          for (String name : order) {
            GraphVertex vertex = configuration.getVertices().get(name);
            if (vertex != null) {
              List<Integer> inputs =
                  configuration.getVertexInputs().get(name).stream().map(places::get).toList();
              places.put(name, compiler.vertex(name, vertex, inputs));
            }
          }
          return places.get(configuration.getNetworkOutputs().get(0));
        });
  }

  /** Puts the layers together; returns the last one's place. */
  private interface Assembly {
    int assemble();
  }

  private Compilation guarded(Assembly assembly) {
    try {
      int last = assembly.assemble();
      if (layers.loss() == null) {
        return Compilation.refused("the network ends without a loss");
      }
      if (last != layers.graph().last()) {
        return Compilation.refused("the network's output is not its last layer's");
      }
      double mean = averages ? 1 : examples;
      return Compilation.of(
          layers.graph().loss(layers.loss().criterion(), mean * layers.loss().factor()),
          layers.order());
    } catch (NotCompilable e) {
      return Compilation.refused("layer '" + current + "': the engine lacks " + e.getMessage());
    } catch (IllegalArgumentException | ConfigException e) {
      return Compilation.refused("layer '" + current + "': " + e.getMessage());
    }
  }

  private int vertex(String name, GraphVertex vertex, List<Integer> inputs) {
    current = name;
    if (vertex instanceof LayerVertex layer) {
      return layer(
          name,
          layer.getLayerConf().getLayer(),
          Optional.ofNullable(layer.getPreProcessor()),
          inputs.get(0));
    }
    if (vertex instanceof PreprocessorVertex reshaping) {
      return reshaped(name, Optional.of(reshaping.getPreProcessor()), inputs.get(0));
    }
    if (vertex instanceof ElementWiseVertex sum && sum.getOp() == ElementWiseVertex.Op.Add) {
      inputs.forEach(layers::requireNatural);
      int place = inputs.get(0);
      for (int next : inputs.subList(1, inputs.size())) {
        place = layers.graph().add(name, new Sum(), place, next);
      }
      return place;
    }
    throw new NotCompilable("a vertex of kind " + vertex.getClass().getSimpleName());
  }

  private int layer(String name, Layer layer, Optional<InputPreProcessor> preprocessor, int place) {
    current = name;
    return layers.add(name, layer, reshaped(name, preprocessor, place));
  }

  private int reshaped(String name, Optional<InputPreProcessor> preprocessor, int place) {
    if (preprocessor.isEmpty()) {
      return place;
    }
    if (preprocessor.get() instanceof CnnToFeedForwardPreProcessor flattening) {
      // A vector of data is in DL4J's order already.
      return place == 0 && input.positions() == 1
          ? place
          : layers.flatten(name, flattening.getFormat(), place);
    }
    if (preprocessor.get() instanceof FeedForwardToCnnPreProcessor
        && place == 0
        && input.positions() > 1) {
      layers.requireFormat(CNN2DFormat.NCHW);
      return place;
    }
    throw new NotCompilable(
        "the preprocessor " + preprocessor.get().getClass().getSimpleName() + " at this place");
  }

  // A network that flattens its images at once reads vectors.
  private static Extents extents(Dataset dataset, InputPreProcessor preprocessor, Layer first) {
    if (preprocessor instanceof FeedForwardToCnnPreProcessor images) {
      return new Extents(
          Math.toIntExact(images.getInputHeight()),
          Math.toIntExact(images.getInputWidth()),
          Math.toIntExact(images.getNumChannels()));
    }
    int[] shape = dataset.shape();
    if (readsSequences(first)) {
      return Extents.sequence(shape);
    }
    if (preprocessor instanceof CnnToFeedForwardPreProcessor flattening
        && flattening.getFormat() == CNN2DFormat.NHWC
        && shape.length == 3) {
      return new Extents(shape[1], shape[2], shape[0]);
    }
    boolean vector =
        shape.length != 3
            || preprocessor instanceof CnnToFeedForwardPreProcessor
            || first instanceof org.deeplearning4j.nn.conf.layers.DenseLayer
            || first instanceof org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
    return vector ? Extents.vector(dataset.features()) : new Extents(shape[1], shape[2], shape[0]);
  }

  private static boolean readsSequences(Layer layer) {
    return layer instanceof BaseRecurrentLayer
        || layer instanceof SelfAttentionLayer
        || layer instanceof BaseWrapperLayer wrapper && readsSequences(wrapper.getUnderlying());
  }
}

package org.edgeflow.models.dl4j;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CenterLossOutputLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.layers.samediff.SDLayerParams;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.edgeflow.models.dl4j.file.grammar.Labels;
import org.nd4j.linalg.activations.impl.ActivationRReLU;

/**
 * Decides whether DL4J's gradient of a network is the gradient of a loss: of one function of the
 * parameters that gives the same value every time. What single settings forbid that has been found
 * where the file was read; here it is the layers themselves.
 *
 * @param name what messages call the layer
 * @param layer its configuration, out of its wrapper
 * @param preprocessor what reshapes its input
 * @param readsInput whether it takes the network's input
 * @param last whether it is the network's output
 */
record Admission(
    String name,
    Layer layer,
    Optional<InputPreProcessor> preprocessor,
    boolean readsInput,
    boolean last) {

  /** The layers of a sequential network. */
  static List<Admission> of(MultiLayerConfiguration configuration) {
    List<Admission> layers = new ArrayList<>();
    int count = configuration.getConfs().size();
    for (int i = 0; i < count; i++) {
      Layer layer = configuration.getConf(i).getLayer();
      layers.add(
          new Admission(
              Labels.layer(i, layer.getClass().getSimpleName(), layer.getLayerName()),
              layer,
              Optional.ofNullable(configuration.getInputPreProcess(i)),
              i == 0,
              i == count - 1));
    }
    return layers;
  }

  /** The layers of a graph. */
  static List<Admission> of(ComputationGraphConfiguration configuration) {
    List<Admission> layers = new ArrayList<>();
    configuration
        .getVertices()
        .forEach(
            (name, vertex) -> {
              if (vertex instanceof LayerVertex layerVertex) {
                Layer layer = layerVertex.getLayerConf().getLayer();
                layers.add(
                    new Admission(
                        Labels.vertex(name, layer.getClass().getSimpleName()),
                        layer,
                        Optional.ofNullable(layerVertex.getPreProcessor()),
                        configuration
                            .getVertexInputs()
                            .getOrDefault(name, List.of())
                            .contains(configuration.getNetworkInputs().get(0)),
                        configuration.getNetworkOutputs().contains(name)));
              }
            });
    return layers;
  }

  /** Why a graph's inputs and outputs do not make an objective, if so. */
  static Optional<String> refusal(ComputationGraphConfiguration configuration) {
    Map<String, List<String>> ends =
        Map.of(
            "input", configuration.getNetworkInputs(),
            "output", configuration.getNetworkOutputs());
    for (String end : List.of("input", "output")) {
      List<String> names = ends.get(end);
      if (names.size() != 1) {
        return Optional.of(
            "has "
                + names.size()
                + " "
                + end
                + "s ("
                + String.join(", ", names)
                + "), expected one");
      }
    }
    String output = configuration.getNetworkOutputs().get(0);
    return configuration.getVertices().get(output) instanceof LayerVertex
        ? Optional.empty()
        : Optional.of("ends in the vertex '" + output + "', expected an OutputLayer or LossLayer");
  }

  /** Why the layer does not belong in an objective, if so. */
  Optional<String> refusal() {
    return refusal(layer);
  }

  private Optional<String> refusal(Layer layer) {
    if (layer instanceof BaseWrapperLayer wrapper) {
      return refusal(wrapper.getUnderlying());
    }
    if (layer instanceof FrozenLayer || layer instanceof FrozenLayerWithBackprop) {
      return because("is frozen, so that its gradient is not the loss's. Unfreeze it");
    }
    if (layer instanceof BatchNormalization) {
      return because(
          "is batch normalization, whose running statistics are parameters that move without a"
              + " gradient. Remove it");
    }
    if (layer instanceof BaseLayer base) {
      Optional<String> reason = refusal(base);
      if (reason.isPresent()) {
        return reason;
      }
    }
    if (layer instanceof SelfAttentionLayer attention && !isOfItsSize(attention)) {
      return because(
          "has layerParams that are not those of its nin, nout, nheads and headSize, expected "
              + ofItsSize(attention));
    }
    if (last && !hasLoss(layer)) {
      return because(
          "is the last one and has no loss for labelled examples. End in an OutputLayer or LossLayer,"
              + " or in an RnnOutputLayer");
    }
    return format(layer) == RNNFormat.NWC
        ? because("takes sequences in the format NWC, expected NCW. Set rnnDataFormat to NCW")
        : Optional.empty();
  }

  private static boolean isOfItsSize(SelfAttentionLayer layer) {
    return extents(layer.getLayerParams()).equals(ofItsSize(layer));
  }

  private static Map<String, List<Long>> ofItsSize(SelfAttentionLayer layer) {
    SDLayerParams params = new SDLayerParams();
    layer.defineParameters(params);
    return extents(params);
  }

  private static Map<String, List<Long>> extents(SDLayerParams params) {
    Map<String, List<Long>> words = new LinkedHashMap<>();
    params
        .getParamShapes()
        .forEach((name, extents) -> words.put(name, Arrays.stream(extents).boxed().toList()));
    return words;
  }

  private static boolean hasLoss(Layer layer) {
    return layer instanceof OutputLayer
        || layer instanceof LossLayer
        || layer instanceof RnnOutputLayer;
  }

  private static RNNFormat format(Layer layer) {
    if (layer instanceof RnnOutputLayer output) {
      return output.getRnnDataFormat();
    }
    return layer instanceof BaseRecurrentLayer recurrent ? recurrent.getRnnDataFormat() : null;
  }

  private Optional<String> refusal(BaseLayer layer) {
    if (layer instanceof CenterLossOutputLayer) {
      return because("moves its class centres without a gradient. Use an OutputLayer");
    }
    if (layer.getActivationFn() instanceof ActivationRReLU) {
      return because("has a random activation (RReLU), which makes the loss random. Use another");
    }
    if (layer instanceof BaseOutputLayer output
        && output.getLossFn().getClass().getSimpleName().contains("Sparse")) {
      return because("has a loss for class indices; labels here are one-hot. Use LossMCXENT");
    }
    return Optional.empty();
  }

  private Optional<String> because(String reason) {
    return Optional.of(name + " " + reason);
  }
}

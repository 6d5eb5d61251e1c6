package org.edgeflow.models.dl4j.file.grammar;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;

/**
 * Decides whether a text may be given to DL4J as a configuration: whether it is built as one, names
 * no class but those of {@link NetworkTypes}, and asks for nothing that {@link SettingRules} does
 * not honour.
 */
public final class NetworkGrammar {
  private static final String OLD =
      "was written by DL4J 0.x, whose format differs; load it with DL4J 1.0.0-M2 once and save it"
          + " again";
  private static final int MOST_LAYERS = 10_000;

  private final ObjectGrammar objects = new ObjectGrammar();

  private NetworkGrammar() {}

  /**
   * What there is to say of a configuration that may be given to DL4J.
   *
   * @throws BadNetworkException if it may not
   */
  public static NetworkConfiguration check(String json) {
    return new NetworkGrammar().configuration(json);
  }

  private NetworkConfiguration configuration(String json) {
    Map<?, ?> tree = JsonTree.read(json);
    boolean graph = tree.containsKey("networkInputs");
    if (graph == tree.containsKey("confs")) {
      throw new BadNetworkException(
          "is not a DL4J configuration: it has "
              + (graph ? "both" : "neither")
              + " \"confs\" (of a MultiLayerNetwork) "
              + (graph ? "and" : "nor")
              + " \"networkInputs\" (of a ComputationGraph). Write it with configuration.toJson()");
    }
    if (graph) {
      graph(tree);
    } else {
      sequential(tree);
    }
    return new NetworkConfiguration(json, graph, objects.refusals(), objects.notes());
  }

  private void sequential(Map<?, ?> tree) {
    List<?> confs = list(tree.get("confs"), "confs");
    requireLayers(confs.size());
    objects.settings(
        tree,
        MultiLayerConfiguration.class,
        "",
        "the network",
        Set.of("confs", "inputPreProcessors"));
    for (int i = 0; i < confs.size(); i++) {
      String where = "confs[" + i + "]";
      Map<?, ?> conf = object(confs.get(i), where);
      Map<?, ?> layer = layer(conf, where);
      conf(conf, layer, where, Labels.layer(i, kind(layer), text(layer.get("layerName"))));
    }
    Object reshaping = tree.get("inputPreProcessors");
    if (reshaping != null) {
      object(reshaping, "inputPreProcessors")
          .forEach(
              (key, value) -> {
                String where = "inputPreProcessors." + Excerpts.of((String) key);
                if (!isIndex((String) key, confs.size())) {
                  throw new BadNetworkException(
                      "has " + where + ", and its layers are 0 to " + (confs.size() - 1));
                }
                objects.typed(object(value, where), NetworkTypes.PREPROCESSOR, where, where);
              });
    }
  }

  private static boolean isIndex(String key, int count) {
    return key.matches("\\d{1,5}") && Integer.parseInt(key) < count;
  }

  private void graph(Map<?, ?> tree) {
    Map<?, ?> vertices = object(tree.get("vertices"), "vertices");
    Map<?, ?> inputs = object(tree.get("vertexInputs"), "vertexInputs");
    requireLayers(vertices.size());
    objects.settings(
        tree,
        ComputationGraphConfiguration.class,
        "",
        "the network",
        Set.of("vertices", "vertexInputs", "defaultConfiguration"));
    objects.settings(
        object(tree.get("defaultConfiguration"), "defaultConfiguration"),
        NeuralNetConfiguration.class,
        "defaultConfiguration",
        "the network",
        Set.of("layer"));
    Set<Object> known = new HashSet<>(list(tree.get("networkInputs"), "networkInputs"));
    known.addAll(vertices.keySet());
    vertices.forEach(
        (key, value) -> {
          String name = (String) key;
          String where = "vertices." + Excerpts.of(name);
          vertex(name, object(value, where), where);
          List<?> sources = list(inputs.get(name), "vertexInputs." + Excerpts.of(name));
          if (sources.isEmpty() || !known.containsAll(sources)) {
            throw new BadNetworkException(
                "has a vertex '"
                    + Excerpts.of(name)
                    + "' whose inputs "
                    + Excerpts.of(sources.toString())
                    + " are not all inputs or vertices of the network");
          }
        });
    for (Object output : list(tree.get("networkOutputs"), "networkOutputs")) {
      if (!vertices.containsKey(output)) {
        throw new BadNetworkException(
            "has the output '" + Excerpts.of(String.valueOf(output)) + "', which is no vertex");
      }
    }
  }

  private void vertex(String name, Map<?, ?> vertex, String where) {
    if (!vertex.containsKey("@class")) {
      throw new BadNetworkException(vertex.size() == 1 ? OLD : missing(where + ".@class"));
    }
    objects.typed(vertex, NetworkTypes.VERTEX, where, "vertex '" + Excerpts.of(name) + "'");
    if (vertex.containsKey("layerConf") || kind(vertex).equals("LayerVertex")) {
      Map<?, ?> conf = object(vertex.get("layerConf"), where + ".layerConf");
      Map<?, ?> layer = layer(conf, where + ".layerConf");
      conf(conf, layer, where + ".layerConf", Labels.vertex(name, kind(layer)));
    }
    if (vertex.get("underlying") != null) {
      vertex(name, object(vertex.get("underlying"), where + ".underlying"), where + ".underlying");
    }
  }

  private void conf(Map<?, ?> conf, Map<?, ?> layer, String where, String label) {
    objects.settings(conf, NeuralNetConfiguration.class, where, label, Set.of("layer"));
    objects.typed(layer, NetworkTypes.LAYER, where + ".layer", label);
  }

  private static Map<?, ?> layer(Map<?, ?> conf, String where) {
    Map<?, ?> layer = object(conf.get("layer"), where + ".layer");
    if (!layer.containsKey("@class")) {
      throw new BadNetworkException(layer.size() == 1 ? OLD : missing(where + ".layer.@class"));
    }
    return layer;
  }

  private static void requireLayers(int count) {
    if (count == 0 || count > MOST_LAYERS) {
      throw new BadNetworkException(
          count == 0
              ? "has no layers"
              : "has " + count + " layers, and at most " + MOST_LAYERS + " are taken");
    }
  }

  public static Map<?, ?> object(Object value, String where) {
    if (value instanceof Map<?, ?> object) {
      return object;
    }
    throw new BadNetworkException(
        value == null
            ? missing(where)
            : "has at " + where + " " + JsonTree.kind(value) + ", expected an object");
  }

  private static List<?> list(Object value, String where) {
    if (value instanceof List<?> list) {
      return list;
    }
    throw new BadNetworkException(
        value == null
            ? missing(where)
            : "has at " + where + " " + JsonTree.kind(value) + ", expected a list");
  }

  private static String missing(String where) {
    return "has no " + where;
  }

  /** The simple name of the class that an object names. */
  public static String kind(Map<?, ?> object) {
    String name = String.valueOf(object.get("@class"));
    return Excerpts.of(name.substring(name.lastIndexOf('.') + 1));
  }

  private static String text(Object value) {
    return value instanceof String text ? text : null;
  }
}

package org.edgeflow.models.dl4j.compile;

import java.util.Optional;
import org.edgeflow.models.engine.graph.LayerGraph;

/**
 * What became of a DL4J network.
 *
 * @param graph the network, if it was compiled
 * @param order for each parameter in the engine's order its place in DL4J's; null where they are
 *     the same
 * @param obstacle the layer that the engine lacks and why, if so
 */
public record Compilation(Optional<LayerGraph> graph, int[] order, Optional<String> obstacle) {
  static Compilation of(LayerGraph graph, int[] order) {
    return new Compilation(Optional.of(graph), order, Optional.empty());
  }

  static Compilation refused(String obstacle) {
    return new Compilation(Optional.empty(), null, Optional.of(obstacle));
  }
}

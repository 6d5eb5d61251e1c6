package org.edgeflow.models.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.edgeflow.core.objective.ParameterBlock;
import org.edgeflow.models.engine.graph.LayerGraph;
import org.edgeflow.models.engine.graph.LayerGraph.Node;

/** A network's layers as slices of its parameters. */
public final class LayerBlocks {
  private LayerBlocks() {}

  /**
   * The layers that have parameters, by name, in the order of the caller's tensors; a name that
   * comes again is numbered.
   *
   * @param order for each parameter in the engine's order its place in the caller's tensors, where
   *     a layer's parameters lie together, too; null where they are the same
   */
  public static List<ParameterBlock> of(LayerGraph graph, int[] order) {
    List<ParameterBlock> blocks = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (Node node : graph.nodes()) {
      if (node.parameters() > 0) {
        blocks.add(
            new ParameterBlock(unused(node.name(), taken), first(node, order), node.parameters()));
      }
    }
    blocks.sort(Comparator.comparingInt(ParameterBlock::from));
    return blocks;
  }

  private static int first(Node node, int[] order) {
    if (order == null) {
      return node.offset();
    }
    int first = order[node.offset()];
    for (int i = 1; i < node.parameters(); i++) {
      first = Math.min(first, order[node.offset() + i]);
    }
    return first;
  }

  private static String unused(String name, Set<String> taken) {
    String numbered = name;
    for (int i = 2; !taken.add(numbered); i++) {
      numbered = name + " " + i;
    }
    return numbered;
  }
}

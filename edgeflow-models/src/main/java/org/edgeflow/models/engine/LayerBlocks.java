package org.edgeflow.models.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.edgeflow.core.objective.ParameterBlock;
import org.edgeflow.models.engine.graph.LayerGraph;
import org.edgeflow.models.engine.graph.LayerGraph.Node;

/** A network's layers as slices of its parameters. */
public final class LayerBlocks {
  private LayerBlocks() {}

  /** Where a layer's parameters lie: from its first to its last place, and beyond by one. */
  private record Span(String name, int from, int end) {
    static Span of(Node node, int[] order) {
      int[] places =
          IntStream.range(node.offset(), node.offset() + node.parameters())
              .map(i -> order == null ? i : order[i])
              .sorted()
              .toArray();
      return new Span(node.name(), places[0], places[places.length - 1] + 1);
    }
  }

  /**
   * The layers that have parameters, by name, in the order of the caller's tensors; a name that
   * comes again is numbered. Layers of the engine whose parameters the caller has between each
   * other's are one block, under the name of the last: they are one layer there.
   *
   * @param order for each parameter in the engine's order its place in the caller's tensors; null
   *     where they are the same
   */
  public static List<ParameterBlock> of(LayerGraph graph, int[] order) {
    List<Span> spans =
        graph.nodes().stream()
            .filter(node -> node.parameters() > 0)
            .map(node -> Span.of(node, order))
            .sorted(Comparator.comparingInt(Span::from))
            .toList();
    List<Span> apart = new ArrayList<>();
    for (Span span : spans) {
      int last = apart.size() - 1;
      if (last >= 0 && span.from() < apart.get(last).end()) {
        Span before = apart.get(last);
        apart.set(last, new Span(span.name(), before.from(), Math.max(before.end(), span.end())));
      } else {
        apart.add(span);
      }
    }
    Set<String> taken = new HashSet<>();
    return apart.stream()
        .map(
            span ->
                new ParameterBlock(
                    unused(span.name(), taken), span.from(), span.end() - span.from()))
        .toList();
  }

  private static String unused(String name, Set<String> taken) {
    String numbered = name;
    for (int i = 2; !taken.add(numbered); i++) {
      numbered = name + " " + i;
    }
    return numbered;
  }
}

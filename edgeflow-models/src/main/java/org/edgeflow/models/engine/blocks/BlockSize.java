package org.edgeflow.models.engine.blocks;

import java.util.function.LongSupplier;
import org.edgeflow.models.engine.graph.LayerGraph;
import org.edgeflow.models.engine.graph.LayerGraph.Node;
import org.edgeflow.models.engine.layer.Linear;

/** How many examples to work on at a time where the config does not say. */
public final class BlockSize {
  /** Weights of a dense layer that are read again for every block, and so want long ones. */
  private static final int MANY = 1 << 16;

  private static final int LONG = 16;

  private BlockSize() {}

  /**
   * The whole share of a lane for networks of vectors, whose products pay for long blocks; for
   * networks of grids as many examples as the backend works on near the processor, but no fewer
   * than repay the reading of large dense layers. In the row space shorter blocks skip more zeros.
   *
   * @param reach see {@link org.edgeflow.core.tensor.TensorBackend#reach}
   * @param perExample numbers that a lane holds for each example of a block; asked for where they
   *     matter
   */
  public static int of(
      int reach, LayerGraph graph, Share share, boolean staircase, LongSupplier perExample) {
    int most = (share.examples() + share.lanes() - 1) / share.lanes();
    if (graph.nodes().stream().anyMatch(node -> node.extents().positions() > 1)) {
      return Math.min(most, Math.max(least(graph), near(reach, graph, perExample)));
    }
    return staircase ? Math.min(most, Math.max(1, (share.examples() + 7) / 8)) : most;
  }

  private static int near(int reach, LayerGraph graph, LongSupplier perExample) {
    for (Node node : graph.nodes()) {
      // Two such are too many, and may be too many to count.
      if (2L * node.extents().size() > reach) {
        return 1;
      }
    }
    return (int) (reach / Math.max(1, perExample.getAsLong()));
  }

  /** Examples that lanes share. */
  public record Share(int examples, int lanes) {}

  private static int least(LayerGraph graph) {
    for (Node node : graph.nodes()) {
      boolean vector = node.extents().positions() == 1;
      if (node.layer() instanceof Linear && vector && node.parameters() > MANY) {
        return LONG;
      }
    }
    return 1;
  }
}

package org.edgeflow.models.engine.blocks;

import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.Window;
import org.edgeflow.models.engine.graph.LayerGraph;
import org.edgeflow.models.engine.graph.LayerGraph.Node;
import org.edgeflow.models.engine.layer.Attention;
import org.edgeflow.models.engine.layer.Linear;
import org.edgeflow.models.engine.layer.tiled.TiledConvolution;

/** How many examples to work on at a time where the config does not say. */
public final class BlockSize {
  /** Weights of a dense layer that are read again for every block, and so want long ones. */
  private static final int MANY = 1 << 16;

  private static final int LONG = 16;

  private BlockSize() {}

  /**
   * The whole share of a lane for networks of vectors, whose products pay for long blocks; for
   * networks of grids as many examples as keep the largest buffer within reach of the cache, but no
   * fewer than repay the reading of large dense layers. In the row space shorter blocks skip more
   * zeros.
   *
   * @param backend which says how many numbers a stage's largest buffer may hold and stay near the
   *     processor
   */
  public static int of(
      TensorBackend backend, LayerGraph graph, int examples, int lanes, boolean staircase) {
    int share = (examples + lanes - 1) / lanes;
    int largest = 0;
    int least = 1;
    boolean grid = false;
    Node entrance = graph.nodes().get(graph.entrance());
    for (Node node : graph.nodes()) {
      grid |= node.extents().positions() > 1;
      int size = node.extents().size();
      if (node.layer() instanceof Linear linear && linear.window() != null) {
        Window window = linear.window();
        boolean tiled =
            node != entrance && TiledConvolution.pays(backend.kernels(), window, linear.outputs());
        int stack =
            tiled
                ? TiledConvolution.stack(window, linear.outputs())
                : window.positions() * window.patchSize();
        size = Math.max(size, stack);
      }
      if (node.layer() instanceof Attention attention) {
        size = Math.max(size, attention.scores(node.extents()));
      }
      boolean vector = node.extents().positions() == 1;
      if (node.layer() instanceof Linear && vector && node.parameters() > MANY) {
        least = LONG;
      }
      largest = Math.max(largest, size);
    }
    if (grid) {
      return Math.min(share, Math.max(least, backend.reach() / largest));
    }
    return staircase ? Math.min(share, Math.max(1, (examples + 7) / 8)) : share;
  }
}

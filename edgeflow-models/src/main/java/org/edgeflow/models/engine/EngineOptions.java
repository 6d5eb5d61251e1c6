package org.edgeflow.models.engine;

import org.edgeflow.core.objective.ObjectiveFactory;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.models.engine.blocks.BlockSize;
import org.edgeflow.models.engine.blocks.Examples;
import org.edgeflow.models.engine.graph.LayerGraph;
import org.edgeflow.models.engine.lane.Lanes;

/**
 * How the exact engine works; none of it changes results by more than rounding.
 *
 * @param batchBlock examples worked on at a time; 0 lets the network decide
 * @param deterministic whether results are bitwise the same whatever the number of threads
 * @param rowSpace whether inputs are reduced to their row space where that has fewer dimensions
 * @param sharedProducts whether {@code symmetric} shares the first layer's products
 */
public record EngineOptions(
    int batchBlock, boolean deterministic, boolean rowSpace, boolean sharedProducts) {
  private static final int MOST_LANES = 8;

  /** Dense layers read their weights once a lane: with fewer examples that costs a tenth. */
  private static final int LANE_OF_VECTORS = 250;

  /** Everything that makes it fast. */
  public static final EngineOptions DEFAULT = new EngineOptions(0, false, true, true);

  /** The same for one problem: with unturned parameters where its context wants them so. */
  public EngineOptions within(ObjectiveFactory.Context context) {
    return new EngineOptions(
        batchBlock, deterministic, rowSpace && !context.asOutside(), sharedProducts);
  }

  /**
   * A network's lanes on a backend, one for each of its threads unless the results must not say.
   */
  Lanes lanes(TensorBackend backend, LayerGraph graph, Examples examples, boolean staircase) {
    int wanted = deterministic ? fixed(graph, examples.count()) : backend.threads();
    int lanes = Math.min(wanted, examples.count());
    Lanes.Work work = new Lanes.Work(graph, examples, lanes, staircase);
    int most =
        batchBlock > 0
            ? batchBlock
            : BlockSize.of(
                backend.reach(),
                graph,
                new BlockSize.Share(examples.count(), lanes),
                staircase,
                () -> Lanes.perExample(backend, work));
    return Lanes.of(backend, work, Math.min(most, examples.count()), batchBlock == 0);
  }

  private static int fixed(LayerGraph graph, int examples) {
    boolean grid = graph.nodes().stream().anyMatch(node -> node.extents().positions() > 1);
    return grid ? MOST_LANES : Math.max(2, Math.min(MOST_LANES, examples / LANE_OF_VECTORS));
  }
}

package org.edgeflow.models.engine.blocks;

import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.edgeflow.core.tensor.Kernels;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.Window;
import org.edgeflow.models.engine.signal.Extents;

/**
 * The patches that the first layer's window meets, of one block at a time: gathered once, however
 * many products use them.
 *
 * <p>A lane with a single block gathers it once and keeps it. Where there are several, every pass
 * gathers each of them, so that all passes ask for the same work.
 */
public final class Patches implements IntFunction<Tensor> {
  private static final int NONE = -1;

  private final Kernels kernels;
  private final Window window;
  private final int[] mine;
  private final Tensor[] images;
  private final Tensor[] patches;
  private int held = NONE;

  /**
   * Room for the largest of some blocks.
   *
   * @param extents of one example
   * @param mine the blocks' indices
   */
  public Patches(TensorBackend backend, Window window, Extents extents, Blocks blocks, int[] mine) {
    this.kernels = backend.kernels();
    this.window = window;
    this.mine = mine;
    this.images = new Tensor[blocks.count()];
    this.patches = new Tensor[blocks.count()];
    int most = IntStream.of(mine).map(blocks.sizes()::get).max().orElse(0);
    Tensor room = backend.zeros(most * window.positions(), window.patchSize());
    for (int block : mine) {
      int size = blocks.sizes().get(block);
      images[block] =
          backend.view(
              blocks.inputs().get(block),
              0,
              size,
              extents.height(),
              extents.width(),
              extents.channels());
      patches[block] = backend.view(room, 0, size * window.positions(), window.patchSize());
    }
  }

  /** Takes the data as they are now. */
  public void refresh() {
    held = NONE;
    if (mine.length == 1) {
      apply(mine[0]);
    }
  }

  /** A pass over the blocks begins. */
  public void rewind() {
    if (mine.length > 1) {
      held = NONE;
    }
  }

  @Override
  public Tensor apply(int block) {
    if (block != held) {
      kernels.windows().gatherPatches(window, images[block], patches[block]);
      held = block;
    }
    return patches[block];
  }
}

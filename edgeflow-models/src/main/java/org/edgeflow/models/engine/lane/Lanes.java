package org.edgeflow.models.engine.lane;

import java.util.Locale;
import java.util.stream.IntStream;
import org.edgeflow.core.tensor.BackendUnavailableException;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.models.engine.blocks.Blocks;
import org.edgeflow.models.engine.blocks.Examples;
import org.edgeflow.models.engine.graph.LayerGraph;

/**
 * A network's lanes with all their tensors, as many examples at a time as the backend has memory
 * for.
 */
public record Lanes(Blocks blocks, Points points, Losses losses, Lane[] lanes) {
  /** The part of the free memory that is left to whoever comes later: flows, eigensolvers. */
  private static final double SPARE = 0.1;

  /** Vectors of the network's parameters that are left to them in any case. */
  private static final int SPARE_VECTORS = 32;

  /** What is cut into lanes. */
  public record Work(LayerGraph graph, Examples examples, int lanes, boolean staircase) {

    private double factor() {
      return graph.factor() / ((double) examples.count() * graph.output().positions());
    }
  }

  /**
   * Lanes.
   *
   * @param most examples in a block
   * @param adjustable whether smaller blocks will do where the backend has too little memory
   * @throws BackendUnavailableException if it does not fit; the message says which block would
   */
  public static Lanes of(TensorBackend backend, Work work, int most, boolean adjustable) {
    if (backend.room() == Long.MAX_VALUE) {
      return build(backend, work, most);
    }
    long room =
        Math.max(
            0,
            (long) (backend.room() * (1 - SPARE))
                - (long) SPARE_VECTORS * work.graph().parameters());
    int block = most;
    if (need(backend, work, most) > room) {
      block = largest(backend, work, most, room);
      if (block == 0 || !adjustable) {
        throw new BackendUnavailableException(message(backend, work, most, block, room));
      }
    }
    backend.reserve(need(backend, work, block));
    return build(backend, work, block);
  }

  /**
   * Numbers that the tapes of a lane hold for each example that they work on at a time; 0 where
   * there is but one example.
   */
  public static long perExample(TensorBackend backend, Work work) {
    Work pair = new Work(work.graph(), work.examples().first(2), 1, false);
    return ofOneBlock(backend, pair, 2) - ofOneBlock(backend, pair, 1);
  }

  private static long ofOneBlock(TensorBackend backend, Work work, int size) {
    Footprint footprint = new Footprint(backend);
    Lane.Plan plan = plan(footprint, work, size);
    long before = footprint.elements();
    new Lane(footprint, plan, new int[] {0});
    return footprint.elements() - before;
  }

  // The largest block that fits, by bisection; 0 if none does.
  private static int largest(TensorBackend backend, Work work, int most, long room) {
    int fits = 0;
    int fails = most;
    while (fails - fits > 1) {
      int middle = (fits + fails) >>> 1;
      if (need(backend, work, middle) <= room) {
        fits = middle;
      } else {
        fails = middle;
      }
    }
    return fits;
  }

  private static long need(TensorBackend backend, Work work, int most) {
    Footprint footprint = new Footprint(backend);
    build(footprint, work, most);
    return footprint.elements();
  }

  private static String message(TensorBackend backend, Work work, int most, int fits, long room) {
    int bytes = backend.dataType().bytes();
    return "the network does not fit into the memory of backend "
        + backend.name()
        + ": with "
        + most
        + " examples at a time it needs "
        + gigabytes(need(backend, work, most) * bytes)
        + ", and "
        + gigabytes(room * bytes)
        + " are free for it. "
        + (fits == 0
            ? "Even one example at a time is too much: use fewer examples or parameters, float32, or"
                + " 'backend: host'."
            : "Set the objective's 'batch-block' to " + fits + " or less, or leave it out.");
  }

  private static String gigabytes(long bytes) {
    return String.format(Locale.ROOT, "%.3g GB", bytes / 1e9);
  }

  private static Lanes build(TensorBackend backend, Work work, int most) {
    Lane.Plan plan = plan(backend, work, most);
    Lane[] lanes = new Lane[work.lanes()];
    for (int lane = 0; lane < lanes.length; lane++) {
      lanes[lane] = new Lane(backend, plan, share(plan.blocks(), lane, lanes.length));
    }
    return new Lanes(plan.blocks(), plan.points(), plan.losses(), lanes);
  }

  private static Lane.Plan plan(TensorBackend backend, Work work, int most) {
    int dimension = work.graph().parameters();
    Blocks blocks = work.examples().cut(backend, most, work.lanes(), work.staircase());
    Points points =
        new Points(
            backend.zeros(dimension),
            backend.zeros(dimension),
            backend.zeros(dimension),
            backend.zeros(dimension),
            backend.scalars(1));
    Losses losses = new Losses(backend, blocks.count());
    return new Lane.Plan(work.graph(), blocks, points, losses, work.staircase(), work.factor());
  }

  // There and back again: in the row space later blocks cost more, and so every lane gets equal
  // shares of early and late ones.
  private static int[] share(Blocks blocks, int lane, int lanes) {
    return IntStream.range(0, blocks.count())
        .filter(
            block -> {
              int position = block % (2 * lanes);
              return position == lane || position == 2 * lanes - 1 - lane;
            })
        .toArray();
  }
}

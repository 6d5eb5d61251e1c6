package org.edgeflow.models.engine.lane;

import java.util.function.Function;
import java.util.function.IntConsumer;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/** The sum of the lanes' accumulators, in the order of the lanes, into the first one's. */
public final class Reduction {
  private final TensorBackend backend;
  private final Tensor total;
  private final Tensor[][] parts;
  private final IntConsumer task;

  /** Of one accumulator of each lane. */
  public Reduction(TensorBackend backend, Lane[] lanes, Function<Lane, Tensor> accumulator) {
    this.backend = backend;
    this.total = accumulator.apply(lanes[0]);
    int size = total.size();
    int count = Math.min(size, lanes.length);
    this.parts = new Tensor[count][lanes.length];
    for (int part = 0; part < count; part++) {
      int from = (int) ((long) size * part / count);
      int to = (int) ((long) size * (part + 1) / count);
      for (int lane = 0; lane < lanes.length; lane++) {
        parts[part][lane] = backend.view(accumulator.apply(lanes[lane]), from, to - from);
      }
    }
    this.task = this::add;
  }

  /** Adds them up, on the backend's threads. */
  public void reduce() {
    if (parts[0].length > 1) {
      backend.parallel(parts.length, task);
    }
  }

  /** The sum, once {@link #reduce} has run. */
  public Tensor total() {
    return total;
  }

  private void add(int part) {
    Tensor[] ofLanes = parts[part];
    for (int lane = 1; lane < ofLanes.length; lane++) {
      backend.axpy(1, ofLanes[lane], ofLanes[0]);
    }
  }
}

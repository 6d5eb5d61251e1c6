package org.edgeflow.models.engine.lane.entrance;

import java.util.List;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.models.engine.signal.Extents;
import org.edgeflow.models.engine.signal.Signal;
import org.edgeflow.models.engine.signal.Wiring;

/** Data for layers that treat them like any other signal: the tangent is zero. */
public final class PlainEntrance implements Entrance {
  private final TensorBackend backend;
  private final List<Tensor> data;
  private final Signal out;

  /** Data of each block, of some extents. */
  public PlainEntrance(Wiring wiring, Extents extents, List<Tensor> data) {
    this.backend = wiring.backend();
    this.data = data;
    this.out = wiring.signal(extents);
  }

  @Override
  public Signal output() {
    return out;
  }

  @Override
  public void forward(int block) {
    backend.copy(data.get(block), out.value());
  }

  @Override
  public void forwardTangent(int block) {
    forward(block);
    backend.fill(out.tangent(), 0);
  }

  @Override
  public void backward(int block) {}

  @Override
  public void backwardTangent(int block) {}
}

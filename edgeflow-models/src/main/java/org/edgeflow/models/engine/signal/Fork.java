package org.edgeflow.models.engine.signal;

import java.util.List;
import java.util.stream.IntStream;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * A signal with several consumers: all read the same values, each has deltas of its own, and their
 * sum goes back.
 */
public final class Fork implements Stage {
  private final TensorBackend backend;
  private final Signal in;
  private final List<Signal> branches;

  /** Splits the wiring's input. */
  public Fork(Wiring wiring, int consumers) {
    backend = wiring.backend();
    in = wiring.input();
    int channels = in.extents().channels();
    branches =
        IntStream.range(0, consumers)
            .mapToObj(
                i ->
                    new Signal(
                        in.extents(),
                        in.examples(),
                        in.value(),
                        in.tangent(),
                        wiring.buffer(in.rows(), channels),
                        wiring.tangentBuffer(in.rows(), channels),
                        false))
            .toList();
  }

  /** One consumer's signal. */
  public Signal branch(int consumer) {
    return branches.get(consumer);
  }

  @Override
  public Signal output() {
    return in;
  }

  @Override
  public void forward() {}

  @Override
  public void forwardTangent() {}

  @Override
  public void backward() {
    backend.combine(1, branches.get(0).delta(), 1, branches.get(1).delta(), in.delta());
    for (int i = 2; i < branches.size(); i++) {
      backend.axpy(1, branches.get(i).delta(), in.delta());
    }
  }

  @Override
  public void backwardTangent() {
    backward();
    backend.combine(
        1, branches.get(0).deltaTangent(), 1, branches.get(1).deltaTangent(), in.deltaTangent());
    for (int i = 2; i < branches.size(); i++) {
      backend.axpy(1, branches.get(i).deltaTangent(), in.deltaTangent());
    }
  }
}

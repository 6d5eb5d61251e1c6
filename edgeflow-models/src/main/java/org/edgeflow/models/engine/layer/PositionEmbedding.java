package org.edgeflow.models.engine.layer;

import java.util.List;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.models.engine.signal.BiasRow;
import org.edgeflow.models.engine.signal.Extents;
import org.edgeflow.models.engine.signal.Layer;
import org.edgeflow.models.engine.signal.Shaped;
import org.edgeflow.models.engine.signal.Signal;
import org.edgeflow.models.engine.signal.Stage;
import org.edgeflow.models.engine.signal.Wiring;

/** {@code x + e}, a learned e for each position and channel, the same for all examples. */
public record PositionEmbedding() implements Layer {

  @Override
  public Extents output(List<Extents> inputs) {
    return Layer.single(inputs);
  }

  @Override
  public int parameters(List<Extents> inputs) {
    return Layer.single(inputs).size();
  }

  @Override
  public Stage stage(Wiring wiring) {
    return new AtWork(wiring);
  }

  private static final class AtWork implements Stage {
    private final TensorBackend backend;
    private final Signal in;
    private final Signal out;
    private final BiasRow embedding;
    private final Shaped examples;

    AtWork(Wiring wiring) {
      backend = wiring.backend();
      in = wiring.input();
      int size = in.extents().size();
      out = wiring.signal(in.extents());
      embedding = new BiasRow(wiring, 0, size, true);
      examples = wiring.shaped(out, in.examples(), size);
    }

    @Override
    public Signal output() {
      return out;
    }

    @Override
    public void forward() {
      backend.copy(in.value(), out.value());
      embedding.add(examples.value());
    }

    @Override
    public void forwardTangent() {
      forward();
      backend.copy(in.tangent(), out.tangent());
      embedding.addTangent(examples.tangent());
    }

    @Override
    public void backward() {
      embedding.gradient(examples.delta());
      backend.copy(out.delta(), in.delta());
    }

    @Override
    public void backwardTangent() {
      embedding.gradientTangent(examples.deltaTangent());
      backend.copy(out.deltaTangent(), in.deltaTangent());
      backward();
    }
  }
}

package org.edgeflow.models.engine.algebra;

import java.util.List;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.models.engine.signal.BiasRow;
import org.edgeflow.models.engine.signal.Extents;
import org.edgeflow.models.engine.signal.Layer;
import org.edgeflow.models.engine.signal.Signal;
import org.edgeflow.models.engine.signal.Stage;
import org.edgeflow.models.engine.signal.Wiring;

/** {@code x + b} in each channel, a learned b. */
public record Bias() implements Layer {

  @Override
  public Extents output(List<Extents> inputs) {
    return Layer.single(inputs);
  }

  @Override
  public int parameters(List<Extents> inputs) {
    return Layer.single(inputs).channels();
  }

  @Override
  public Stage stage(Wiring wiring) {
    Signal in = wiring.input();
    return new AtWork(
        wiring.backend(),
        in,
        wiring.signal(in.extents()),
        new BiasRow(wiring, 0, in.extents().channels(), true));
  }

  private record AtWork(TensorBackend backend, Signal in, Signal output, BiasRow bias)
      implements Stage {
    @Override
    public void forward() {
      backend.copy(in.value(), output.value());
      bias.add(output.value());
    }

    @Override
    public void forwardTangent() {
      forward();
      backend.copy(in.tangent(), output.tangent());
      bias.addTangent(output.tangent());
    }

    @Override
    public void backward() {
      bias.gradient(output.delta());
      backend.copy(output.delta(), in.delta());
    }

    @Override
    public void backwardTangent() {
      bias.gradientTangent(output.deltaTangent());
      backend.copy(output.deltaTangent(), in.deltaTangent());
      backward();
    }
  }
}

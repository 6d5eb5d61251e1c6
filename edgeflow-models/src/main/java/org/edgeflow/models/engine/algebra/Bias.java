package org.edgeflow.models.engine.algebra;

import java.util.List;
import org.edgeflow.core.tensor.Kernels;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
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
    int channels = in.extents().channels();
    return new AtWork(
        wiring.backend(),
        wiring.kernels().rows(),
        in,
        wiring.signal(in.extents()),
        wiring.parameter(0, channels),
        wiring.direction(0, channels),
        wiring.gradient(0, channels),
        wiring.gradientTangent(0, channels));
  }

  private record AtWork(
      TensorBackend backend,
      Kernels.Rows rows,
      Signal in,
      Signal output,
      Tensor bias,
      Tensor direction,
      Tensor gradient,
      Tensor gradientTangent)
      implements Stage {
    @Override
    public void forward() {
      backend.copy(in.value(), output.value());
      rows.add(bias, output.value());
    }

    @Override
    public void forwardTangent() {
      forward();
      backend.copy(in.tangent(), output.tangent());
      rows.add(direction, output.tangent());
    }

    @Override
    public void backward() {
      if (gradient != null) {
        rows.sum(output.delta(), 1, gradient);
      }
      backend.copy(output.delta(), in.delta());
    }

    @Override
    public void backwardTangent() {
      rows.sum(output.deltaTangent(), 1, gradientTangent);
      backend.copy(output.deltaTangent(), in.deltaTangent());
      backward();
    }
  }
}

package org.edgeflow.models.engine.algebra;

import java.util.List;
import org.edgeflow.core.tensor.Kernels;
import org.edgeflow.models.engine.signal.Extents;
import org.edgeflow.models.engine.signal.Layer;
import org.edgeflow.models.engine.signal.Signal;
import org.edgeflow.models.engine.signal.Stage;
import org.edgeflow.models.engine.signal.Wiring;

/** {@code p = softmax(x)} over the channels of each position. */
public record Softmax() implements Layer {

  @Override
  public Extents output(List<Extents> inputs) {
    return Layer.single(inputs);
  }

  @Override
  public Stage stage(Wiring wiring) {
    // What goes back is made of p.
    return new AtWork(
        wiring.kernels().rows(), wiring.input(), wiring.signal(wiring.input().extents()).kept());
  }

  private record AtWork(Kernels.Rows rows, Signal in, Signal output) implements Stage {
    @Override
    public void forward() {
      rows.softmax(in.value(), output.value());
    }

    @Override
    public void forwardTangent() {
      forward();
      rows.softmaxDerivative(output.value(), in.tangent(), output.tangent());
    }

    @Override
    public void backward() {
      rows.softmaxDerivative(output.value(), output.delta(), in.delta());
    }

    @Override
    public void backwardTangent() {
      rows.softmaxDerivativeTangent(
          output.value(),
          output.tangent(),
          output.delta(),
          output.deltaTangent(),
          in.deltaTangent());
      backward();
    }
  }
}

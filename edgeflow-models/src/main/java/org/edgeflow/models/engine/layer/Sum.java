package org.edgeflow.models.engine.layer;

import java.util.List;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.models.engine.signal.Extents;
import org.edgeflow.models.engine.signal.Layer;
import org.edgeflow.models.engine.signal.Signal;
import org.edgeflow.models.engine.signal.Stage;
import org.edgeflow.models.engine.signal.Wiring;

/** The element-wise sum of two equal signals: a residual connection. */
public record Sum() implements Layer {

  @Override
  public Extents output(List<Extents> inputs) {
    if (inputs.size() != 2) {
      throw new IllegalArgumentException("got " + inputs.size() + " inputs, expected two");
    }
    if (!inputs.get(0).equals(inputs.get(1))) {
      throw new IllegalArgumentException(
          "got " + inputs.get(0) + " and " + inputs.get(1) + ", expected two of the same");
    }
    return inputs.get(0);
  }

  @Override
  public Stage stage(Wiring wiring) {
    Signal left = wiring.inputs().get(0);
    return new AtWork(
        wiring.backend(), left, wiring.inputs().get(1), wiring.signal(left.extents()));
  }

  private record AtWork(TensorBackend backend, Signal left, Signal right, Signal output)
      implements Stage {
    @Override
    public void forward() {
      add(left.value(), right.value(), output.value());
    }

    @Override
    public void forwardTangent() {
      forward();
      add(left.tangent(), right.tangent(), output.tangent());
    }

    @Override
    public void backward() {
      backend.copy(output.delta(), left.delta());
      backend.copy(output.delta(), right.delta());
    }

    @Override
    public void backwardTangent() {
      backward();
      backend.copy(output.deltaTangent(), left.deltaTangent());
      backend.copy(output.deltaTangent(), right.deltaTangent());
    }

    private void add(Tensor x, Tensor y, Tensor sum) {
      backend.combine(1, x, 1, y, sum);
    }
  }
}

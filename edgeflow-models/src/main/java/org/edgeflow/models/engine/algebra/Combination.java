package org.edgeflow.models.engine.algebra;

import java.util.List;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.models.engine.signal.Extents;
import org.edgeflow.models.engine.signal.Layer;
import org.edgeflow.models.engine.signal.Signal;
import org.edgeflow.models.engine.signal.Stage;
import org.edgeflow.models.engine.signal.Wiring;

/**
 * {@code αx + βy} of two equal signals.
 *
 * @param alpha α
 * @param beta β
 */
public record Combination(double alpha, double beta) implements Layer {

  @Override
  public Extents output(List<Extents> inputs) {
    return Hadamard.same(inputs);
  }

  @Override
  public Stage stage(Wiring wiring) {
    Signal left = wiring.inputs().get(0);
    return new AtWork(
        this, wiring.backend(), left, wiring.inputs().get(1), wiring.signal(left.extents()));
  }

  private record AtWork(
      Combination layer, TensorBackend backend, Signal left, Signal right, Signal output)
      implements Stage {
    @Override
    public void forward() {
      backend.combine(layer.alpha, left.value(), layer.beta, right.value(), output.value());
    }

    @Override
    public void forwardTangent() {
      forward();
      backend.combine(layer.alpha, left.tangent(), layer.beta, right.tangent(), output.tangent());
    }

    @Override
    public void backward() {
      times(layer.alpha, output.delta(), left.delta());
      times(layer.beta, output.delta(), right.delta());
    }

    @Override
    public void backwardTangent() {
      backward();
      times(layer.alpha, output.deltaTangent(), left.deltaTangent());
      times(layer.beta, output.deltaTangent(), right.deltaTangent());
    }

    private void times(double factor, Tensor from, Tensor to) {
      backend.copy(from, to);
      if (factor != 1) {
        backend.scale(factor, to);
      }
    }
  }
}

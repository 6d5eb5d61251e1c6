package org.edgeflow.models.engine.algebra;

import java.util.List;
import org.edgeflow.core.tensor.Kernels;
import org.edgeflow.models.engine.signal.Extents;
import org.edgeflow.models.engine.signal.Layer;
import org.edgeflow.models.engine.signal.Signal;
import org.edgeflow.models.engine.signal.Stage;
import org.edgeflow.models.engine.signal.Wiring;

/** {@code x ∘ y} of two equal signals, element by element. */
public record Hadamard() implements Layer {

  @Override
  public Extents output(List<Extents> inputs) {
    return same(inputs);
  }

  /** The extents of two equal inputs. */
  static Extents same(List<Extents> inputs) {
    if (inputs.size() != 2 || !inputs.get(0).equals(inputs.get(1))) {
      throw new IllegalArgumentException("got " + inputs + ", expected two of the same");
    }
    return inputs.get(0);
  }

  @Override
  public Stage stage(Wiring wiring) {
    Signal left = wiring.inputs().get(0);
    return new AtWork(
        wiring.kernels().elementwise(),
        left,
        wiring.inputs().get(1),
        wiring.signal(left.extents()));
  }

  private record AtWork(Kernels.Elementwise kernels, Signal left, Signal right, Signal output)
      implements Stage {
    @Override
    public void forward() {
      kernels.multiply(left.value(), right.value(), output.value());
    }

    @Override
    public void forwardTangent() {
      forward();
      kernels.multiplyAdd(
          left.tangent(), right.value(), left.value(), right.tangent(), output.tangent());
    }

    @Override
    public void backward() {
      kernels.multiply(right.value(), output.delta(), left.delta());
      kernels.multiply(left.value(), output.delta(), right.delta());
    }

    @Override
    public void backwardTangent() {
      kernels.multiplyAdd(
          right.value(),
          output.deltaTangent(),
          right.tangent(),
          output.delta(),
          left.deltaTangent());
      kernels.multiplyAdd(
          left.value(),
          output.deltaTangent(),
          left.tangent(),
          output.delta(),
          right.deltaTangent());
      backward();
    }
  }
}

package org.edgeflow.models.engine.layer;

import java.util.List;
import org.edgeflow.core.tensor.Kernels;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.activation.Activation;
import org.edgeflow.models.engine.signal.Extents;
import org.edgeflow.models.engine.signal.Layer;
import org.edgeflow.models.engine.signal.Signal;
import org.edgeflow.models.engine.signal.Slopes;
import org.edgeflow.models.engine.signal.Stage;
import org.edgeflow.models.engine.signal.Wiring;

/**
 * {@code a = f(z)}, {@code ȧ = f′(z) ∘ ż}; backwards {@code δz = f′ ∘ δa}, {@code δ̇z = f′ ∘ δ̇a +
 * f″ ∘ ż ∘ δa}.
 *
 * <p>Where nobody else reads z, a takes its place: what goes back is f′, not z.
 *
 * @param function f
 */
public record Elementwise(Activation function) implements Layer {

  @Override
  public Extents output(List<Extents> inputs) {
    return Layer.single(inputs);
  }

  @Override
  public Stage stage(Wiring wiring) {
    return new AtWork(function, wiring);
  }

  private static final class AtWork implements Stage {
    private final Activation function;
    private final Kernels kernels;
    private final Signal in;
    private final Signal out;
    private final Tensor slope;
    private final Tensor swing;
    private final Slopes slopes;

    AtWork(Activation function, Wiring wiring) {
      this.function = function;
      kernels = wiring.kernels();
      in = wiring.input();
      int channels = in.extents().channels();
      slope = wiring.buffer(in.rows(), channels);
      swing = wiring.tangentBuffer(in.rows(), channels);
      slopes = new Slopes(slope, swing);
      // Only where both share their deltas can a consumer leave those by z.
      out = in.exclusive() ? in.offering(slopes) : wiring.signal(in.extents());
    }

    @Override
    public Signal output() {
      return out;
    }

    @Override
    public void forward() {
      kernels.elementwise().activate(function, in.value(), out.value(), slope);
    }

    @Override
    public void forwardTangent() {
      kernels
          .elementwise()
          .activateTangent(
              function, in.value(), in.tangent(), out.value(), out.tangent(), slope, swing);
    }

    @Override
    public void backward() {
      if (slopes.taken()) {
        return;
      }
      kernels.elementwise().multiply(slope, out.delta(), in.delta());
    }

    @Override
    public void backwardTangent() {
      if (slopes.taken()) {
        return;
      }
      kernels
          .elementwise()
          .multiplyAdd(slope, out.deltaTangent(), swing, out.delta(), in.deltaTangent());
      kernels.elementwise().multiply(slope, out.delta(), in.delta());
    }
  }
}

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

/**
 * {@code x ∘ a + b} in each channel, with a and b that never change: statistics, masks, scales.
 *
 * @param gains a, one a channel; null for 1
 * @param shifts b, one a channel; null for 0
 */
public record FixedAffine(double[] gains, double[] shifts) implements Layer {

  @Override
  public Extents output(List<Extents> inputs) {
    Extents input = Layer.single(inputs);
    if ((gains != null && gains.length != input.channels())
        || (shifts != null && shifts.length != input.channels())) {
      throw new IllegalArgumentException("got " + input + ", expected as many channels as gains");
    }
    return input;
  }

  @Override
  public Stage stage(Wiring wiring) {
    return new AtWork(this, wiring);
  }

  private static final class AtWork implements Stage {
    private final TensorBackend backend;
    private final Kernels kernels;
    private final Signal in;
    private final Signal out;
    private final Tensor gains;
    private final Tensor spread;
    private final Tensor shifts;

    AtWork(FixedAffine layer, Wiring wiring) {
      backend = wiring.backend();
      kernels = wiring.kernels();
      in = wiring.input();
      out = wiring.signal(in.extents());
      int channels = in.extents().channels();
      gains = layer.gains() == null ? null : backend.of(layer.gains(), channels);
      spread = gains == null ? null : wiring.buffer(in.rows(), channels);
      shifts = layer.shifts() == null ? null : backend.of(layer.shifts(), channels);
    }

    @Override
    public Signal output() {
      return out;
    }

    @Override
    public void forward() {
      if (gains != null) {
        // The buffer is other tapes', too, in between.
        backend.fill(spread, 0);
        kernels.rows().add(gains, spread);
      }
      times(in.value(), out.value());
      if (shifts != null) {
        kernels.rows().add(shifts, out.value());
      }
    }

    @Override
    public void forwardTangent() {
      forward();
      times(in.tangent(), out.tangent());
    }

    @Override
    public void backward() {
      times(out.delta(), in.delta());
    }

    @Override
    public void backwardTangent() {
      backward();
      times(out.deltaTangent(), in.deltaTangent());
    }

    private void times(Tensor from, Tensor to) {
      if (gains == null) {
        backend.copy(from, to);
      } else {
        kernels.elementwise().multiply(from, spread, to);
      }
    }
  }
}

package org.edgeflow.models.engine.layer;

import java.util.List;
import org.edgeflow.core.tensor.Kernels;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.models.engine.signal.BiasRow;
import org.edgeflow.models.engine.signal.Extents;
import org.edgeflow.models.engine.signal.Layer;
import org.edgeflow.models.engine.signal.Signal;
import org.edgeflow.models.engine.signal.Stage;
import org.edgeflow.models.engine.signal.Wiring;

/**
 * {@code x ∘ g + b} in each channel, as a normalization is followed by. Parameters: g, then b if
 * there is one.
 *
 * @param bias whether b exists
 */
public record Affine(boolean bias) implements Layer {

  @Override
  public Extents output(List<Extents> inputs) {
    return Layer.single(inputs);
  }

  @Override
  public int parameters(List<Extents> inputs) {
    return (bias ? 2 : 1) * Layer.single(inputs).channels();
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
    private final Tensor gain;
    private final Tensor gainDirection;
    private final Tensor gainGradient;
    private final Tensor gainGradientTangent;
    private final BiasRow bias;
    private final Tensor gains;
    private final Tensor gainsDirection;
    private final Tensor product;

    AtWork(Affine layer, Wiring wiring) {
      backend = wiring.backend();
      kernels = wiring.kernels();
      in = wiring.input();
      int channels = in.extents().channels();
      out = wiring.signal(in.extents());
      gain = wiring.parameter(0, channels);
      gainDirection = wiring.direction(0, channels);
      gainGradient = wiring.gradient(0, channels);
      gainGradientTangent = wiring.gradientTangent(0, channels);
      bias = new BiasRow(wiring, channels, channels, layer.bias());
      gains = wiring.buffer(in.rows(), channels);
      gainsDirection = wiring.tangentBuffer(in.rows(), channels);
      product = wiring.buffer(in.rows(), channels);
    }

    @Override
    public Signal output() {
      return out;
    }

    @Override
    public void forward() {
      spread(gain, gains);
      kernels.elementwise().multiply(in.value(), gains, out.value());
      bias.add(out.value());
    }

    @Override
    public void forwardTangent() {
      forward();
      spread(gainDirection, gainsDirection);
      kernels
          .elementwise()
          .multiplyAdd(in.tangent(), gains, in.value(), gainsDirection, out.tangent());
      bias.addTangent(out.tangent());
    }

    @Override
    public void backward() {
      if (gainGradient != null) {
        kernels.elementwise().multiply(in.value(), out.delta(), product);
        kernels.rows().sum(product, 1, gainGradient);
      }
      bias.gradient(out.delta());
      kernels.elementwise().multiply(gains, out.delta(), in.delta());
    }

    @Override
    public void backwardTangent() {
      kernels
          .elementwise()
          .multiplyAdd(in.value(), out.deltaTangent(), in.tangent(), out.delta(), product);
      kernels.rows().sum(product, 1, gainGradientTangent);
      bias.gradientTangent(out.deltaTangent());
      kernels
          .elementwise()
          .multiplyAdd(gains, out.deltaTangent(), gainsDirection, out.delta(), in.deltaTangent());
      backward();
    }

    private void spread(Tensor row, Tensor matrix) {
      backend.fill(matrix, 0);
      kernels.rows().add(row, matrix);
    }
  }
}

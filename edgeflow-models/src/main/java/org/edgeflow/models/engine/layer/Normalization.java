package org.edgeflow.models.engine.layer;

import java.util.List;
import org.edgeflow.core.tensor.Kernels;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.models.engine.signal.Extents;
import org.edgeflow.models.engine.signal.Layer;
import org.edgeflow.models.engine.signal.Signal;
import org.edgeflow.models.engine.signal.Stage;
import org.edgeflow.models.engine.signal.Wiring;

/**
 * {@code y = (x − mean) / √(variance + ε)}, without statistics of the batch: over the channels of
 * each position (layer normalization, Ba et al., arXiv 1607.06450), or over everything in one
 * example (group normalization with one group, Wu and He, arXiv 1803.08494).
 *
 * @param epsilon ε
 * @param wholeExample over what
 */
public record Normalization(double epsilon, boolean wholeExample) implements Layer {

  @Override
  public Extents output(List<Extents> inputs) {
    return Layer.single(inputs);
  }

  @Override
  public Stage stage(Wiring wiring) {
    return new AtWork(this, wiring);
  }

  private static final class AtWork implements Stage {
    private final Kernels kernels;
    private final double epsilon;
    private final Signal out;
    private final Tensor x;
    private final Tensor xTangent;
    private final Tensor xDelta;
    private final Tensor xDeltaTangent;
    private final Tensor y;
    private final Tensor yTangent;
    private final Tensor yDelta;
    private final Tensor yDeltaTangent;
    private final Tensor scale;
    private final Tensor scaleTangent;

    AtWork(Normalization layer, Wiring wiring) {
      kernels = wiring.kernels();
      epsilon = layer.epsilon();
      Signal in = wiring.input();
      out = wiring.signal(in.extents()).kept();
      int rows = layer.wholeExample() ? in.examples() : in.rows();
      int columns = layer.wholeExample() ? in.extents().size() : in.extents().channels();
      x = wiring.view(in.value(), rows, columns);
      xTangent = wiring.view(in.tangent(), rows, columns);
      xDelta = wiring.view(in.delta(), rows, columns);
      xDeltaTangent = wiring.view(in.deltaTangent(), rows, columns);
      y = wiring.view(out.value(), rows, columns);
      yTangent = wiring.view(out.tangent(), rows, columns);
      yDelta = wiring.view(out.delta(), rows, columns);
      yDeltaTangent = wiring.view(out.deltaTangent(), rows, columns);
      scale = wiring.buffer(rows);
      scaleTangent = wiring.tangentBuffer(rows);
    }

    @Override
    public Signal output() {
      return out;
    }

    @Override
    public void forward() {
      kernels.rows().normalize(x, epsilon, y, scale);
    }

    @Override
    public void forwardTangent() {
      forward();
      kernels.rows().normalizeDerivative(y, scale, xTangent, yTangent);
      kernels.rows().normalizeScaleTangent(y, scale, xTangent, scaleTangent);
    }

    @Override
    public void backward() {
      kernels.rows().normalizeDerivative(y, scale, yDelta, xDelta);
    }

    @Override
    public void backwardTangent() {
      kernels
          .rows()
          .normalizeDerivativeTangent(
              y, yTangent, scale, scaleTangent, yDelta, yDeltaTangent, xDeltaTangent);
      backward();
    }
  }
}

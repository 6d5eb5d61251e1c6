package org.edgeflow.models.engine.layer;

import java.util.List;
import org.edgeflow.core.tensor.Kernels;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.models.engine.signal.Extents;
import org.edgeflow.models.engine.signal.Layer;
import org.edgeflow.models.engine.signal.Shaped;
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
    private final Shaped x;
    private final Shaped y;
    private final Tensor scale;
    private final Tensor scaleTangent;

    AtWork(Normalization layer, Wiring wiring) {
      kernels = wiring.kernels();
      epsilon = layer.epsilon();
      Signal in = wiring.input();
      out = wiring.signal(in.extents()).kept();
      int rows = layer.wholeExample() ? in.examples() : in.rows();
      int columns = layer.wholeExample() ? in.extents().size() : in.extents().channels();
      x = wiring.shaped(in, rows, columns);
      y = wiring.shaped(out, rows, columns);
      scale = wiring.buffer(rows);
      scaleTangent = wiring.tangentBuffer(rows);
    }

    @Override
    public Signal output() {
      return out;
    }

    @Override
    public void forward() {
      kernels.rows().normalize(x.value(), epsilon, y.value(), scale);
    }

    @Override
    public void forwardTangent() {
      forward();
      kernels.rows().normalizeDerivative(y.value(), scale, x.tangent(), y.tangent());
      kernels.rows().normalizeScaleTangent(y.value(), scale, x.tangent(), scaleTangent);
    }

    @Override
    public void backward() {
      kernels.rows().normalizeDerivative(y.value(), scale, y.delta(), x.delta());
    }

    @Override
    public void backwardTangent() {
      kernels
          .rows()
          .normalizeDerivativeTangent(
              y.value(),
              y.tangent(),
              scale,
              scaleTangent,
              y.delta(),
              y.deltaTangent(),
              x.deltaTangent());
      backward();
    }
  }
}

package org.edgeflow.models.engine.layer;

import java.util.List;
import org.edgeflow.core.tensor.Kernels;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.Window;
import org.edgeflow.models.engine.layer.tiled.TiledConvolution;
import org.edgeflow.models.engine.signal.BiasRow;
import org.edgeflow.models.engine.signal.Extents;
import org.edgeflow.models.engine.signal.Layer;
import org.edgeflow.models.engine.signal.Shaped;
import org.edgeflow.models.engine.signal.Signal;
import org.edgeflow.models.engine.signal.Stage;
import org.edgeflow.models.engine.signal.Wiring;

/**
 * {@code Z = A Wᵀ + 1 bᵀ}, where a row of A is one position's channels (a dense layer), or the
 * patch of the input that a window meets (a convolution, a patch embedding).
 *
 * <p>Parameters: {@code W} (outputs × columns of A, row-major), then {@code b} if there is one.
 * With tangents: {@code Ż = Ȧ Wᵀ + A Ẇᵀ + 1 ḃᵀ}; backwards {@code ∂W = δᵀA}, {@code ∂A = δW}, and
 * {@code ∂Ẇ = δ̇ᵀA + δᵀȦ}, {@code ∂Ȧ = δ̇W + δẆ}.
 *
 * @param outputs channels of the result
 * @param bias whether b exists
 * @param window null for a layer that takes each position by itself
 */
public record Linear(int outputs, boolean bias, Window window) implements Layer {

  /** A dense layer, applied to each position by itself. */
  public static Linear dense(int outputs, boolean bias) {
    return new Linear(outputs, bias, null);
  }

  /** A convolution. */
  public static Linear convolution(int outputs, boolean bias, Window window) {
    return new Linear(outputs, bias, window);
  }

  @Override
  public Extents output(List<Extents> inputs) {
    Extents input = Layer.single(inputs);
    if (window == null) {
      return input.withChannels(outputs);
    }
    Windows.requireFit(window, input);
    return new Extents(window.outputHeight(), window.outputWidth(), outputs);
  }

  @Override
  public int parameters(List<Extents> inputs) {
    return Math.addExact(
        Math.multiplyExact(outputs, columns(Layer.single(inputs))), bias ? outputs : 0);
  }

  /** Columns of A, which are those of W. */
  public int columns(Extents input) {
    return window == null ? input.channels() : window.patchSize();
  }

  @Override
  public Stage stage(Wiring wiring) {
    if (window != null && TiledConvolution.pays(wiring.kernels(), window, outputs)) {
      Signal out = wiring.signal(output(List.of(wiring.input().extents())));
      return new TiledConvolution(wiring, window, out, bias);
    }
    return new AtWork(this, wiring);
  }

  private static final class AtWork implements Stage {
    private final Kernels kernels;
    private final Window window;
    private final Signal in;
    private final Signal out;
    private final Shaped images;
    private final Tensor rows;
    private final Tensor rowsTangent;
    private final Tensor rowsDelta;
    private final Tensor weights;
    private final Tensor weightsDirection;
    private final TransposedWeights transposedWeights;
    private final TransposedWeights transposedDirection;
    private final Tensor weightsGradient;
    private final Tensor weightsGradientTangent;
    private final BiasRow bias;

    AtWork(Linear layer, Wiring wiring) {
      kernels = wiring.kernels();
      window = layer.window();
      in = wiring.input();
      out = wiring.signal(layer.output(List.of(in.extents())));
      int columns = layer.columns(in.extents());
      int outputs = layer.outputs();
      if (window == null) {
        images = null;
        rows = in.value();
        rowsTangent = in.tangent();
        rowsDelta = null;
      } else {
        images = wiring.images(in);
        rows = wiring.buffer(out.rows(), columns);
        rowsTangent = wiring.tangentBuffer(out.rows(), columns);
        rowsDelta = wiring.buffer(out.rows(), columns);
      }
      weights = wiring.parameter(0, outputs, columns);
      weightsDirection = wiring.direction(0, outputs, columns);
      weightsGradient = wiring.gradient(0, outputs, columns);
      weightsGradientTangent = wiring.gradientTangent(0, outputs, columns);
      boolean copied = TransposedWeights.pay(layer, columns);
      transposedWeights = copied ? new TransposedWeights(wiring, weights) : null;
      transposedDirection =
          copied && wiring.tangents() ? new TransposedWeights(wiring, weightsDirection) : null;
      int after = outputs * columns;
      bias = new BiasRow(wiring, after, outputs, layer.bias());
    }

    @Override
    public Signal output() {
      return out;
    }

    @Override
    public void prepare() {
      if (transposedWeights != null) {
        transposedWeights.refresh();
      }
      if (transposedDirection != null) {
        transposedDirection.refresh();
      }
    }

    @Override
    public void forward() {
      if (window != null) {
        kernels.windows().gatherPatches(window, images.value(), rows);
      }
      apply(rows, weights, transposedWeights, 0, out.value());
      bias.add(out.value());
    }

    @Override
    public void forwardTangent() {
      forward();
      if (window != null) {
        kernels.windows().gatherPatches(window, images.tangent(), rowsTangent);
      }
      apply(rowsTangent, weights, transposedWeights, 0, out.tangent());
      apply(rows, weightsDirection, transposedDirection, 1, out.tangent());
      bias.addTangent(out.tangent());
    }

    private void apply(Tensor a, Tensor w, TransposedWeights transposed, double beta, Tensor z) {
      if (transposed == null) {
        kernels.products().gemm(false, true, 1, a, w, beta, z);
      } else {
        kernels.products().gemm(false, false, 1, a, transposed.matrix(), beta, z);
      }
    }

    @Override
    public void backward() {
      if (weightsGradient != null) {
        kernels.products().gemm(true, false, 1, out.delta(), rows, 1, weightsGradient);
      }
      bias.gradient(out.delta());
      if (window == null) {
        kernels.products().gemm(false, false, 1, out.delta(), weights, 0, in.delta());
      } else {
        kernels.products().gemm(false, false, 1, out.delta(), weights, 0, rowsDelta);
        kernels.windows().scatterPatches(window, rowsDelta, images.delta());
      }
    }

    @Override
    public void backwardTangent() {
      kernels.products().gemm(true, false, 1, out.deltaTangent(), rows, 1, weightsGradientTangent);
      kernels.products().gemm(true, false, 1, out.delta(), rowsTangent, 1, weightsGradientTangent);
      bias.gradientTangent(out.deltaTangent());
      Tensor target = window == null ? in.deltaTangent() : rowsDelta;
      kernels.products().gemm(false, false, 1, out.deltaTangent(), weights, 0, target);
      kernels.products().gemm(false, false, 1, out.delta(), weightsDirection, 1, target);
      if (window != null) {
        kernels.windows().scatterPatches(window, rowsDelta, images.deltaTangent());
      }
      backward();
    }
  }
}

package org.edgeflow.models.engine.layer.tiled;

import org.edgeflow.core.tensor.Index;
import org.edgeflow.core.tensor.Kernels;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.Tiling;

/**
 * What becomes of a convolution's weights, {@code U = G w Gᵀ} for each pair of channels, as sixteen
 * matrices {@code inputs × outputs}; and back, {@code ∂w ← ∂w + Gᵀ ∂U G}. G is with {@link
 * Kernels.Tiles}.
 */
final class TiledWeights {
  private static final double[][] G = {{1, 0, 0}, {0.5, 0.5, 0.5}, {0.5, -0.5, 0.5}, {0, 0, 1}};
  private static final int SIDE = 4;
  private static final int SIZE = 3;
  private static final int AREA = SIZE * SIZE;

  private final Kernels kernels;
  private final Tensor both;
  private final Tensor byOutput;
  private final Tensor matrices;
  private final Tensor transposed;
  private final Index apart;
  private final Index apartTransposed;
  private final Index together;
  private final int outputs;
  private final int inputs;

  /**
   * Room for them.
   *
   * @param inputs channels
   * @param outputs channels
   */
  TiledWeights(TensorBackend backend, int inputs, int outputs) {
    this.kernels = backend.kernels();
    this.inputs = inputs;
    this.outputs = outputs;
    both = backend.of(both(outputs), outputs, Tiling.PRODUCTS, AREA);
    // Not from a tape's storage: another tape would write over it between two blocks.
    byOutput = backend.zeros(outputs, Tiling.PRODUCTS, inputs);
    matrices = backend.zeros(Tiling.PRODUCTS, inputs, outputs);
    transposed = backend.zeros(Tiling.PRODUCTS, outputs, inputs);
    int[] turned = new int[matrices.size()];
    int[] places = new int[matrices.size()];
    int[] inverse = new int[matrices.size()];
    for (int i = 0; i < Tiling.PRODUCTS; i++) {
      for (int in = 0; in < inputs; in++) {
        for (int out = 0; out < outputs; out++) {
          int matrix = (i * inputs + in) * outputs + out;
          int row = (out * Tiling.PRODUCTS + i) * inputs + in;
          places[matrix] = row;
          turned[(i * outputs + out) * inputs + in] = row;
          inverse[row] = matrix;
        }
      }
    }
    apart = kernels.places().index(places);
    apartTransposed = kernels.places().index(turned);
    together = kernels.places().index(inverse);
  }

  // G ⊗ G, once for each output.
  private static double[] both(int outputs) {
    double[] values = new double[outputs * Tiling.PRODUCTS * AREA];
    for (int at = 0; at < values.length; at++) {
      int place = at % AREA;
      int i = at / AREA % Tiling.PRODUCTS;
      values[at] = G[i / SIDE][place / SIZE] * G[i % SIDE][place % SIZE];
    }
    return values;
  }

  /** The weights as a convolution has them, in the shape that the methods here take. */
  Tensor shaped(Tensor weights) {
    return weights == null ? null : weights.backend().view(weights, 0, outputs, AREA, inputs);
  }

  /** {@code U}, as of {@link #refresh}. */
  Tensor matrices() {
    return matrices;
  }

  /** {@code Uᵀ}, outputs × inputs: libraries are quicker with a factor that is stored so. */
  Tensor transposed() {
    return transposed;
  }

  /** Takes the weights, which are {@link #shaped}, as they are now. */
  void refresh(Tensor weights) {
    kernels.products().batchedGemm(false, false, 1, both, weights, 0, byOutput);
    kernels.places().gather(byOutput, apart, matrices);
    kernels.places().gather(byOutput, apartTransposed, transposed);
  }

  /**
   * Adds what a gradient by U is as one by the weights.
   *
   * @param gradient modified: {@link #shaped}
   */
  void addGradient(Tensor ofMatrices, Tensor gradient) {
    kernels.places().gather(ofMatrices, together, byOutput);
    kernels.products().batchedGemm(true, false, 1, both, byOutput, 1, gradient);
  }
}

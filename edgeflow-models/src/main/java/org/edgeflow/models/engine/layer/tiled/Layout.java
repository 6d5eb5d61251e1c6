package org.edgeflow.models.engine.layer.tiled;

import org.edgeflow.core.tensor.Index;
import org.edgeflow.core.tensor.Kernels;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.Tiling;

/**
 * What all weights of one shape need to become sixteen matrices, and back: {@code G ⊗ G}, where
 * each number goes, and room. G is with {@link Kernels.Tiles}.
 *
 * @param both G ⊗ G, once for each output
 * @param byOutput room, modified: {@code outputs × 16 × inputs}
 * @param apart from byOutput to sixteen matrices {@code inputs × outputs}
 * @param apartTransposed the same to {@code outputs × inputs}
 * @param together from sixteen matrices {@code inputs × outputs} to byOutput
 */
record Layout(Tensor both, Tensor byOutput, Index apart, Index apartTransposed, Index together) {
  private static final double[][] G = {{1, 0, 0}, {0.5, 0.5, 0.5}, {0.5, -0.5, 0.5}, {0, 0, 1}};
  private static final int SIDE = 4;
  private static final int SIZE = 3;

  /** Weights of an output for one input. */
  static final int AREA = SIZE * SIZE;

  /** The layout for some channels. */
  static Layout of(TensorBackend backend, int inputs, int outputs) {
    int[] apart = new int[Tiling.PRODUCTS * inputs * outputs];
    int[] apartTransposed = new int[apart.length];
    int[] together = new int[apart.length];
    for (int i = 0; i < Tiling.PRODUCTS; i++) {
      for (int in = 0; in < inputs; in++) {
        for (int out = 0; out < outputs; out++) {
          int matrix = (i * inputs + in) * outputs + out;
          int row = (out * Tiling.PRODUCTS + i) * inputs + in;
          apart[matrix] = row;
          apartTransposed[(i * outputs + out) * inputs + in] = row;
          together[row] = matrix;
        }
      }
    }
    Kernels.Places places = backend.kernels().places();
    return new Layout(
        backend.of(both(outputs), outputs, Tiling.PRODUCTS, AREA),
        backend.zeros(outputs, Tiling.PRODUCTS, inputs),
        places.index(apart),
        places.index(apartTransposed),
        places.index(together));
  }

  private static double[] both(int outputs) {
    double[] values = new double[outputs * Tiling.PRODUCTS * AREA];
    for (int at = 0; at < values.length; at++) {
      int place = at % AREA;
      int i = at / AREA % Tiling.PRODUCTS;
      values[at] = G[i / SIDE][place / SIZE] * G[i % SIDE][place % SIZE];
    }
    return values;
  }
}

package org.edgeflow.models.engine.layer;

import org.edgeflow.core.tensor.Index;
import org.edgeflow.core.tensor.Kernels;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.models.engine.signal.Wiring;

/**
 * A copy {@code Wᵀ} of the weights of a convolution, or of a small layer or gate, input by input.
 * Libraries are quicker with a small factor that is not stored transposed.
 */
public final class TransposedWeights {
  /** Up to so many weights OpenBLAS takes 1.1 to 1.5 times as long with the factor as it is. */
  private static final int SMALL = 1 << 14;

  private final Kernels kernels;
  private final Tensor weights;
  private final Tensor matrix;
  private final Index places;

  /**
   * A copy that is yet to be made.
   *
   * @param weights {@code outputs × columns}
   */
  public TransposedWeights(Wiring wiring, Tensor weights) {
    this.kernels = wiring.kernels();
    this.weights = weights;
    int outputs = weights.shape()[0];
    int columns = weights.shape()[1];
    // Not from the wiring's storage: another tape would write over it between two blocks.
    this.matrix = wiring.backend().zeros(columns, outputs);
    int[] order = new int[weights.size()];
    for (int column = 0; column < columns; column++) {
      for (int output = 0; output < outputs; output++) {
        order[column * outputs + output] = output * columns + column;
      }
    }
    this.places = kernels.places().index(order);
  }

  /** Whether a layer's products are quicker by more than the time that the copy takes. */
  public static boolean pay(Linear layer, int columns) {
    return layer.window() != null || pay(layer.outputs() * columns);
  }

  /** Whether so few weights are read more quickly from a copy by more than the time it takes. */
  public static boolean pay(int weights) {
    return weights <= SMALL;
  }

  /** Takes the weights as they are now. */
  public void refresh() {
    kernels.places().gather(weights, places, matrix);
  }

  /** {@code Wᵀ}, columns × outputs. */
  public Tensor matrix() {
    return matrix;
  }
}

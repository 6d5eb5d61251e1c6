package org.edgeflow.models.engine.layer;

import org.edgeflow.core.tensor.Index;
import org.edgeflow.core.tensor.Kernels;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.models.engine.signal.Wiring;

/**
 * A copy {@code Wᵀ} of a convolution's weights, input by input. Its products have many rows and few
 * columns, and of those libraries are quicker with a factor that is not stored transposed.
 */
public final class TransposedWeights {
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

  /** Takes the weights as they are now. */
  public void refresh() {
    kernels.places().gather(weights, places, matrix);
  }

  /** {@code Wᵀ}, columns × outputs. */
  public Tensor matrix() {
    return matrix;
  }
}

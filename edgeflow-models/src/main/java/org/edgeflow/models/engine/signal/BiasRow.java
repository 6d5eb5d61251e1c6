package org.edgeflow.models.engine.signal;

import org.edgeflow.core.tensor.Kernels;
import org.edgeflow.core.tensor.Tensor;

/**
 * Parameters b that are added to every row of a matrix, {@code Z ← Z + 1 bᵀ}, with what goes back
 * to them; does nothing where a layer has none.
 */
public final class BiasRow {
  private final Kernels.Rows rows;
  private final Tensor row;
  private final Tensor direction;
  private final Tensor gradient;
  private final Tensor gradientTangent;

  /**
   * Some of a layer's parameters.
   *
   * @param from the first of them among the layer's
   * @param size columns of the matrices
   * @param exists whether there are any
   */
  public BiasRow(Wiring wiring, int from, int size, boolean exists) {
    rows = wiring.kernels().rows();
    row = exists ? wiring.parameter(from, size) : null;
    direction = exists ? wiring.direction(from, size) : null;
    gradient = exists ? wiring.gradient(from, size) : null;
    gradientTangent = exists ? wiring.gradientTangent(from, size) : null;
  }

  /** {@code Z ← Z + 1 bᵀ}. */
  public void add(Tensor matrix) {
    addRow(row, matrix);
  }

  /** {@code Ż ← Ż + 1 ḃᵀ}. */
  public void addTangent(Tensor matrixTangent) {
    addRow(direction, matrixTangent);
  }

  private void addRow(Tensor which, Tensor matrix) {
    if (which != null) {
      rows.add(which, matrix);
    }
  }

  /** {@code ∂b ← ∂b + 1ᵀ ∂Z}; nothing where no gradient is wanted. */
  public void gradient(Tensor delta) {
    sum(delta, gradient);
  }

  /** {@code ∂ḃ ← ∂ḃ + 1ᵀ ∂Ż}. */
  public void gradientTangent(Tensor deltaTangent) {
    sum(deltaTangent, gradientTangent);
  }

  private void sum(Tensor delta, Tensor into) {
    if (into != null) {
      rows.sum(delta, 1, into);
    }
  }
}

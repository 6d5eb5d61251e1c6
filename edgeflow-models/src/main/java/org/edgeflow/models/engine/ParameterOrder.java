package org.edgeflow.models.engine;

import org.edgeflow.core.tensor.Index;
import org.edgeflow.core.tensor.Shapes;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/** Carries parameters between the caller's order and the engine's. */
final class ParameterOrder {
  private final TensorBackend backend;
  private final int dimension;
  private final Index order;
  private final Index inverse;

  /**
   * An order.
   *
   * @param order for each parameter in the engine's order its place in the caller's tensors; null
   *     where they are the same
   */
  ParameterOrder(TensorBackend backend, int dimension, int[] order) {
    this.backend = backend;
    this.dimension = dimension;
    this.order = order == null ? null : backend.kernels().places().index(order);
    this.inverse = order == null ? null : backend.kernels().places().index(inverse(order));
  }

  private static int[] inverse(int[] order) {
    int[] inverse = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      inverse[order[i]] = i;
    }
    return inverse;
  }

  /** How many parameters. */
  int dimension() {
    return dimension;
  }

  /**
   * From the caller's tensor to the engine's.
   *
   * @throws IllegalArgumentException if it is another backend's, or not as long
   */
  void load(Tensor from, Tensor to) {
    Shapes.requireOwner(backend, from);
    if (from.size() != dimension) {
      throw new IllegalArgumentException(
          "the network has " + dimension + " parameters, got a tensor of " + from.size());
    }
    if (order == null) {
      backend.copy(from, to);
    } else {
      backend.kernels().places().gather(from, order, to);
    }
  }

  /** From the engine's tensor to the caller's. */
  void store(Tensor from, Tensor to) {
    if (order == null) {
      backend.copy(from, to);
    } else {
      backend.kernels().places().gather(from, inverse, to);
    }
  }
}

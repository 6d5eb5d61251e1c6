package org.edgeflow.core.tensor.heap;

import org.edgeflow.core.tensor.Kernels;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * The reference kernels on {@link HeapTensor}s: one plain loop an operation, arithmetic in float64
 * whatever the format, rounded once when stored.
 */
public final class HeapKernels {
  private HeapKernels() {}

  /** Kernels on the tensors of one backend. */
  public static Kernels on(TensorBackend owner) {
    Kernels.Elementwise elementwise = new HeapElementwise(owner);
    return new Kernels(
        elementwise,
        new HeapRows(owner),
        new HeapWindows(owner, elementwise),
        new HeapPlaces(owner),
        new HeapProducts(owner),
        new HeapTiles(owner));
  }
}

package org.edgeflow.backends.host.kernels;

import org.edgeflow.core.tensor.Shapes;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.heap.HeapTensor;

/**
 * Whose tensors these kernels work on.
 *
 * @param backend the owner
 */
record Owner(TensorBackend backend) {

  /** The tensor as ours. */
  HeapTensor own(Tensor x) {
    Shapes.requireOwner(backend, x);
    return (HeapTensor) x;
  }

  /** The elements of a row. */
  static int width(HeapTensor x) {
    if (x.rank() == 0) {
      return Shapes.lastExtent(x);
    }
    return x.extent(x.rank() - 1);
  }
}

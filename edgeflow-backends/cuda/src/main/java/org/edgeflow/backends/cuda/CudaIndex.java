package org.edgeflow.backends.cuda;

import org.edgeflow.backends.cuda.device.Block;
import org.edgeflow.core.tensor.Index;
import org.edgeflow.core.tensor.Tensor;

/** Places in a device's memory, 32 bits each. */
record CudaIndex(CudaBackend backend, Block block, int size) implements Index {

  /**
   * An index as this backend's own, for a tensor with as many elements.
   *
   * @throws IllegalArgumentException if it is another's, or does not fit
   */
  static CudaIndex own(CudaBackend backend, Index index, Tensor x) {
    if (!(index instanceof CudaIndex own) || own.backend != backend) {
      throw new IllegalArgumentException("an index of another backend was given to backend cuda");
    }
    if (own.size != x.size()) {
      throw new IllegalArgumentException(
          "sizes differ: " + java.util.Arrays.toString(x.shape()) + " and an index of " + own.size);
    }
    return own;
  }

  long address() {
    return block.address();
  }
}

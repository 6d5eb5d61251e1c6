package org.edgeflow.core.tensor;

/**
 * A handle to a block of numbers that one {@link TensorBackend} owns, in row-major order.
 *
 * <p>A tensor has no arithmetic of its own: every operation is its backend's, writes into tensors
 * that the caller owns, and allocates nothing.
 */
public interface Tensor {

  /** The backend that allocated this tensor, and the only one that may operate on it. */
  TensorBackend backend();

  /** The extent along each axis; a copy. */
  int[] shape();

  /** The number of axes. */
  default int rank() {
    return shape().length;
  }

  /** The extent along one axis. */
  default int extent(int axis) {
    return shape()[axis];
  }

  /** The number of elements. */
  int size();

  /** The format of the elements. */
  default DataType dataType() {
    return backend().dataType();
  }
}

package org.edgeflow.backends.cuda;

import java.util.Arrays;
import org.bytedeco.javacpp.Pointer;
import org.edgeflow.backends.cuda.device.Block;
import org.edgeflow.backends.cuda.device.Products;
import org.edgeflow.core.tensor.Shapes;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/** A tensor in a stretch of a device's memory, in row-major order; views hold the same block. */
final class CudaTensor implements Tensor {
  private final CudaBackend backend;
  private final int[] shape;
  private final int size;
  private final Block block;
  private final long address;
  private final Pointer pointer;

  CudaTensor(CudaBackend backend, Block block, long address, int[] shape) {
    this.backend = backend;
    this.shape = shape.clone();
    this.size = Shapes.size(shape);
    this.block = block;
    this.address = address;
    this.pointer = Products.pointer(address, backend.dataType());
  }

  /** The elements from {@code offset} on, in the same memory. */
  CudaTensor view(int offset, int... part) {
    Shapes.requireWithin(this, offset, part);
    return new CudaTensor(backend, block, address + (long) offset * dataType().bytes(), part);
  }

  @Override
  public TensorBackend backend() {
    return backend;
  }

  @Override
  public int[] shape() {
    return shape.clone();
  }

  @Override
  public int rank() {
    return shape.length;
  }

  @Override
  public int extent(int axis) {
    return shape[axis];
  }

  @Override
  public int size() {
    return size;
  }

  /** Where the first element lies on the device. */
  long address() {
    return address;
  }

  /** The same, as cuBLAS wants it. */
  Pointer pointer() {
    return pointer;
  }

  /** Bytes of all elements. */
  long bytes() {
    return (long) size * dataType().bytes();
  }

  @Override
  public String toString() {
    return dataType() + Arrays.toString(shape);
  }
}

package org.edgeflow.core.tensor;

class HeapKernelsTest extends KernelsContract {
  @Override
  protected TensorBackend open(DataType dataType) {
    return new HeapBackend(dataType);
  }
}

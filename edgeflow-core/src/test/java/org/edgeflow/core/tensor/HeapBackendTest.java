package org.edgeflow.core.tensor;

class HeapBackendTest extends TensorBackendContract {
  @Override
  protected TensorBackend open(DataType dataType) {
    return new HeapBackend(dataType);
  }
}

package org.edgeflow.core.tensor.heap;

import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.TensorBackendContract;

class HeapBackendTest extends TensorBackendContract {
  @Override
  protected TensorBackend open(DataType dataType) {
    return new HeapBackend(dataType);
  }
}

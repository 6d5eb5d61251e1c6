package org.edgeflow.core.tensor.heap;

import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.KernelsContract;
import org.edgeflow.core.tensor.TensorBackend;

class HeapKernelsTest extends KernelsContract {
  @Override
  public TensorBackend open(DataType dataType) {
    return new HeapBackend(dataType);
  }
}

package org.edgeflow.backends.cuda;

import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.KernelsContract;
import org.edgeflow.core.tensor.TensorBackend;

@NeedsCard
class CudaKernelsTest extends KernelsContract {
  @Override
  public TensorBackend open(DataType dataType) {
    return Cards.open(dataType);
  }
}

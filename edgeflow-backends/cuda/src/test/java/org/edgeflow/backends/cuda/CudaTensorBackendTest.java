package org.edgeflow.backends.cuda;

import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.TensorBackendContract;

@NeedsCard
class CudaTensorBackendTest extends TensorBackendContract {
  @Override
  protected TensorBackend open(DataType dataType) {
    return Cards.open(dataType);
  }
}

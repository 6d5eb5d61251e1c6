package org.edgeflow.backends.host;

import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.TensorBackendContract;

class HostVectorTensorBackendTest extends TensorBackendContract {
  @Override
  protected TensorBackend open(DataType dataType) {
    return Hosts.vector(dataType, 2);
  }
}

package org.edgeflow.backends.host;

import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.TensorBackendContract;

class HostPlainTensorBackendTest extends TensorBackendContract {
  @Override
  protected TensorBackend open(DataType dataType) {
    return Hosts.plain(dataType, 2);
  }
}

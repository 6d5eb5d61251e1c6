package org.edgeflow.backends.host;

import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.KernelsContract;
import org.edgeflow.core.tensor.TensorBackend;

class HostPlainKernelsTest extends KernelsContract {
  @Override
  public TensorBackend open(DataType dataType) {
    return Hosts.plain(dataType, 2);
  }
}

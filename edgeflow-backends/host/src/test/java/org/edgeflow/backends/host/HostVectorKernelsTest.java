package org.edgeflow.backends.host;

import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.KernelsContract;
import org.edgeflow.core.tensor.TensorBackend;

class HostVectorKernelsTest extends KernelsContract {
  @Override
  public TensorBackend open(DataType dataType) {
    return Hosts.vector(dataType, 2);
  }
}

package org.edgeflow.backends.nd4j;

import org.edgeflow.core.settings.NoSettings;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.KernelsContract;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.nd4j.Device;

class Nd4jKernelsTest extends KernelsContract {
  @Override
  public TensorBackend open(DataType dataType) {
    return new Nd4jBackendFactory(Device.CPU).create(new NoSettings(), dataType);
  }
}

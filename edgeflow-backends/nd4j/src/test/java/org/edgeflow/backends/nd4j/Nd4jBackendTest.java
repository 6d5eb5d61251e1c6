package org.edgeflow.backends.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.edgeflow.core.settings.NoSettings;
import org.edgeflow.core.tensor.BackendFactory.Availability;
import org.edgeflow.core.tensor.BackendUnavailableException;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.TensorBackendContract;
import org.edgeflow.nd4j.Device;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

class Nd4jBackendTest extends TensorBackendContract {
  private final Nd4jBackendFactory factory = new Nd4jBackendFactory(Device.CPU);

  @Override
  protected TensorBackend open(DataType dataType) {
    return factory.create(new NoSettings(), dataType);
  }

  @Test
  void theProcessorIsUsableAndSaysWhatItIs() {
    assertThat(factory.availability().usable()).isTrue();
    assertThat(open(DataType.FLOAT64).description()).contains("ND4J 1.0", "OPENBLAS", "thread");
  }

  @Test
  void nd4jsGlobalDataTypeStaysWhatItWas() {
    open(DataType.FLOAT64).zeros(3);
    assertThat(Nd4j.dataType()).isEqualTo(org.nd4j.linalg.api.buffer.DataType.FLOAT);
  }

  @Test
  void aSecondDeviceInOneProcessIsRefusedInOneMessage() {
    open(DataType.FLOAT64);
    Nd4jBackendFactory cuda = new Nd4jBackendFactory(Device.CUDA);
    assertThatThrownBy(() -> cuda.create(new NoSettings(), DataType.FLOAT64))
        .isInstanceOf(BackendUnavailableException.class)
        .hasMessageContaining("nd4j-cuda cannot start")
        .hasMessageContaining("already runs nd4j-native");
    Availability availability = cuda.availability();
    assertThat(availability.usable()).isFalse();
    assertThat(availability.detail()).contains("nd4j-native");
  }
}

package org.edgeflow.backends.nd4j;

import org.edgeflow.core.settings.Description;
import org.edgeflow.core.settings.NoSettings;
import org.edgeflow.core.tensor.BackendFactory;
import org.edgeflow.core.tensor.BackendUnavailableException;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.nd4j.Device;
import org.edgeflow.nd4j.Nd4jRuntime;
import org.edgeflow.nd4j.Probe;

/** Opens ND4J on one device. */
public final class Nd4jBackendFactory implements BackendFactory<NoSettings> {
  private final Device device;

  /** Opens ND4J on {@code device}. */
  public Nd4jBackendFactory(Device device) {
    this.device = device;
  }

  @Override
  public Description description() {
    return new Description(
        switch (device) {
          case CPU -> "ND4J arrays on the processor, with OpenBLAS.";
          case CUDA -> "ND4J arrays on a CUDA device, with cuBLAS; built with -P nd4j-cuda.";
        });
  }

  @Override
  public TensorBackend create(NoSettings settings, DataType dataType) {
    if (!Probe.isNd4jOnClassPath()) {
      throw new BackendUnavailableException(Probe.missing(device).detail());
    }
    return new Nd4jBackend(Nd4jRuntime.open(device), dataType);
  }

  @Override
  public Availability availability() {
    return Probe.isNd4jOnClassPath() ? Nd4jRuntime.availability(device) : Probe.missing(device);
  }
}

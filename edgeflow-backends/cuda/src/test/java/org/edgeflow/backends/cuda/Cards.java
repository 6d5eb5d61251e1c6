package org.edgeflow.backends.cuda;

import java.util.EnumMap;
import java.util.Map;
import org.edgeflow.core.tensor.DataType;

/** The device's backends, one for each format, shared by all tests. */
final class Cards {
  private static final Map<DataType, CudaBackend> OPEN = new EnumMap<>(DataType.class);

  private Cards() {}

  static synchronized CudaBackend open(DataType dataType) {
    return OPEN.computeIfAbsent(
        dataType,
        format ->
            (CudaBackend)
                new CudaBackendFactory()
                    .create(new CudaBackendFactory.Settings(0, false, true), format));
  }
}

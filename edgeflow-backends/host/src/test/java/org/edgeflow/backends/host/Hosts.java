package org.edgeflow.backends.host;

import java.util.HashMap;
import java.util.Map;
import org.edgeflow.backends.host.blas.Blas;
import org.edgeflow.backends.host.instructions.Instructions;
import org.edgeflow.backends.host.instructions.PlainInstructions;
import org.edgeflow.core.tensor.DataType;

/** The backends that these tests share: each keeps threads. */
final class Hosts {
  private static final Map<String, HostBackend> OPEN = new HashMap<>();

  private Hosts() {}

  /** As a user gets it. */
  static synchronized HostBackend vector(DataType dataType, int threads) {
    return OPEN.computeIfAbsent(
        "vector " + dataType + threads,
        key -> {
          Instructions instructions = Instructions.best();
          // Both formats before any other use of vectors in this process.
          instructions.warmUp(DataType.FLOAT32);
          instructions.warmUp(DataType.FLOAT64);
          return new HostBackend(dataType, threads, Blas.openBlas(), instructions, true);
        });
  }

  /** Without vector instructions and without OpenBLAS. */
  static synchronized HostBackend plain(DataType dataType, int threads) {
    return OPEN.computeIfAbsent(
        "plain " + dataType + threads,
        key -> new HostBackend(dataType, threads, Blas.missing(), new PlainInstructions(), true));
  }
}

package org.edgeflow.models.host;

import java.util.HashMap;
import java.util.Map;
import org.edgeflow.core.tensor.DataType;

/** The backends that these tests share: each keeps threads. */
final class Hosts {
  private static final Map<String, HostBackend> OPEN = new HashMap<>();

  private Hosts() {}

  /** As a user gets it. */
  static synchronized HostBackend vector(DataType dataType, int threads) {
    return OPEN.computeIfAbsent(
        "vector " + dataType + threads,
        key -> new HostBackend(dataType, threads, OpenBlas.open(), Functions.best()));
  }

  /** Without vector instructions and without OpenBLAS. */
  static synchronized HostBackend plain(DataType dataType, int threads) {
    return OPEN.computeIfAbsent(
        "plain " + dataType + threads,
        key -> new HostBackend(dataType, threads, OpenBlas.missing(), new PlainFunctions()));
  }
}

package org.edgeflow.cli.command.information;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import org.edgeflow.cli.console.TextTable;
import org.edgeflow.core.settings.Decoder;
import org.edgeflow.core.settings.Node;
import org.edgeflow.core.settings.Origin;
import org.edgeflow.core.tensor.BackendFactory;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.heap.BackendCheck;

/** A short look at every usable backend at work: right results, and how fast. */
final class BackendChecks {
  /** For one backend in one format. */
  private static final double SECONDS = 0.8;

  private static final String YARDSTICK = "heap";

  private BackendChecks() {}

  /** A row for each usable backend and format, with its speed beside plain Java's. */
  static TextTable table(SortedMap<String, BackendFactory<?>> backends) {
    TextTable table =
        new TextTable("check", "format", "results", "GEMM GFLOP/s", "against heap", "axpy GB/s");
    Map<DataType, BackendCheck> plain = new EnumMap<>(DataType.class);
    BackendFactory<?> yardstick = backends.get(YARDSTICK);
    for (DataType dataType : DataType.values()) {
      if (yardstick != null) {
        plain.put(dataType, check(yardstick, dataType));
      }
    }
    for (Map.Entry<String, BackendFactory<?>> entry : backends.entrySet()) {
      BackendFactory<?> factory = entry.getValue();
      if (!factory.availability().usable()) {
        continue;
      }
      for (DataType dataType : DataType.values()) {
        try {
          BackendCheck found =
              entry.getKey().equals(YARDSTICK) ? plain.get(dataType) : check(factory, dataType);
          row(table, entry.getKey(), found, plain.get(dataType));
        } catch (RuntimeException e) {
          // Whatever goes wrong with one backend is a finding, and the others are still to be seen.
          table.row("  " + entry.getKey(), name(dataType), "fails: " + e.getMessage(), "", "", "");
        }
      }
    }
    return table;
  }

  private static void row(TextTable table, String name, BackendCheck found, BackendCheck plain) {
    table.row(
        "  " + name,
        name(found.dataType()),
        found.wrong().map(what -> "WRONG: " + what).orElse("right"),
        String.format(Locale.ROOT, "%.3g (n = %d)", found.gemmRate(), found.gemmSize()),
        plain == null
            ? ""
            : String.format(Locale.ROOT, "%.3g times", found.gemmRate() / plain.gemmRate()),
        String.format(Locale.ROOT, "%.3g", found.bandwidth()));
  }

  private static String name(DataType dataType) {
    return dataType.name().toLowerCase(Locale.ROOT);
  }

  private static <S extends Record> BackendCheck check(
      BackendFactory<S> factory, DataType dataType) {
    Node.Mapping defaults = new Node.Mapping(Map.of(), new Origin("doctor", 0, Path.of(".")));
    try (TensorBackend backend =
        factory.create(Decoder.decode(defaults, factory.settings()), dataType)) {
      return BackendCheck.of(backend, SECONDS);
    }
  }
}

package org.edgeflow.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.settings.Decoder;
import org.edgeflow.core.settings.Node;
import org.edgeflow.core.settings.Setting;
import org.edgeflow.core.tensor.BackendCheck;
import org.edgeflow.core.tensor.BackendUnavailableException;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * {@code ./edgeflow bench device KEY=VALUE …}: one backend's own ceilings, the rate of large matrix
 * products and the bandwidth of long vectors, and beside them what {@code symmetric} reaches on
 * each network, in one run and one table.
 *
 * <p>The floating-point operations that are counted are those of the matrix products that {@code
 * symmetric} cannot avoid; where the row-space reduction is on, its smaller ones. The share of the
 * ceiling is the time that they would take at the products' rate, divided by the time that was
 * taken.
 */
final class DeviceReport {
  private static final double NANOS = 1e9;
  private static final double CEILING_SECONDS = 4;

  /**
   * What to measure.
   *
   * @param backend its name
   */
  record Settings(
      @Setting(value = "Where tensors live.", byDefault = "cuda") String backend,
      @Setting(value = "Threads of the backend.", byDefault = "1", atLeast = 1) int threads,
      @Setting(value = "How many examples.", byDefault = "1000", atLeast = 1) int examples,
      @Setting(value = "Rounds; the median is told.", byDefault = "15", atLeast = 1) int rounds,
      @Setting(
              value = "Whether inputs are reduced to their row space, where the network can.",
              byDefault = "false")
          boolean rowSpace,
      @Setting(value = "The networks.", byDefault = "[mlp-3072-200-200-10, cnn-32-32, fashion-mlp]")
          List<String> networks) {}

  private DeviceReport() {}

  /**
   * Measures and returns the lines of the table.
   *
   * @param pairs {@code KEY=VALUE}, lists separated by commas
   * @throws ConfigException if one is wrong
   * @throws BackendUnavailableException if the backend cannot be used
   */
  static List<String> lines(List<String> pairs) {
    Map<String, Node> section = new LinkedHashMap<>();
    for (String pair : pairs) {
      int equals = pair.indexOf('=');
      if (equals < 0) {
        throw new ConfigException("got '" + pair + "', expected KEY=VALUE.");
      }
      String value = pair.substring(equals + 1);
      String key = pair.substring(0, equals);
      section.put(key, key.equals("networks") ? Tree.list(value.split(",")) : Tree.text(value));
    }
    Settings settings = Decoder.decode(Tree.section(section), Settings.class);
    List<String> lines = new ArrayList<>();
    for (DataType dataType : DataType.values()) {
      BackendCheck ceilings = ceilings(settings, dataType);
      lines.add(
          String.format(
              Locale.ROOT,
              "%s, %s: products %.4g GFLOP/s (n = %d), bandwidth %.4g GB/s, results %s",
              ceilings.description(),
              dataType.name().toLowerCase(Locale.ROOT),
              ceilings.gemmRate(),
              ceilings.gemmSize(),
              ceilings.bandwidth(),
              ceilings.wrong().map(what -> "WRONG: " + what).orElse("right")));
      for (String network : settings.networks()) {
        lines.add(line(settings, network, dataType, ceilings));
      }
    }
    return lines;
  }

  private static BackendCheck ceilings(Settings settings, DataType dataType) {
    try (TensorBackend backend =
        BackendChoice.of(settings.backend(), settings.threads()).open(dataType)) {
      return BackendCheck.of(backend, CEILING_SECONDS);
    }
  }

  private static String line(
      Settings settings, String network, DataType dataType, BackendCheck ceilings) {
    StandardNetwork standard = StandardNetwork.named(network);
    Workload workload =
        new Workload(
            network,
            settings.examples(),
            dataType,
            settings.backend(),
            settings.threads(),
            settings.rowSpace(),
            true);
    try (Evaluation evaluation = workload.open()) {
      double symmetric = median(settings.rounds(), evaluation::symmetric);
      double gradient = median(settings.rounds(), evaluation::gradient);
      double flops = standard.symmetricFlops(settings.examples(), settings.rowSpace());
      return String.format(
          Locale.ROOT,
          "  %-20s symmetric %8.3f ms, gradient %8.3f ms, %.4g GFLOP/s: %.0f %% of the products'"
              + " ceiling",
          network,
          symmetric * 1e3,
          gradient * 1e3,
          flops / symmetric / NANOS,
          100 * flops / symmetric / NANOS / ceilings.gemmRate());
    }
  }

  private static double median(int rounds, Runnable work) {
    work.run();
    work.run();
    double[] seconds = new double[rounds];
    for (int i = 0; i < rounds; i++) {
      long start = System.nanoTime();
      work.run();
      seconds[i] = (System.nanoTime() - start) / NANOS;
    }
    Arrays.sort(seconds);
    return seconds[rounds / 2];
  }
}

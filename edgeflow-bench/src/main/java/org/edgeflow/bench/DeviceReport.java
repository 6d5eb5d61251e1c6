package org.edgeflow.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.edgeflow.bench.tally.Tally;
import org.edgeflow.bench.tally.Work;
import org.edgeflow.bench.workload.BackendChoice;
import org.edgeflow.bench.workload.Evaluation;
import org.edgeflow.bench.workload.Tree;
import org.edgeflow.bench.workload.Workload;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.settings.Decoder;
import org.edgeflow.core.settings.Node;
import org.edgeflow.core.settings.Setting;
import org.edgeflow.core.tensor.BackendUnavailableException;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.heap.BackendCheck;

/**
 * {@code ./edgeflow bench device KEY=VALUE …}: one backend's own ceilings, the rate of large matrix
 * products and the bandwidth of vectors longer than caches, and beside them what {@code symmetric}
 * reaches on each network, in one run and one table.
 *
 * <p>What an evaluation costs at least is counted by evaluating the network's own layer graph on a
 * {@link Tally}: {@code F = Σ 2mnk} over its matrix products, and {@code B = Σ (bytes read + bytes
 * written)} over all its operations, each tensor once an operation. At the products' rate P and the
 * bandwidth W they take {@code F/P} and {@code B/W} seconds; the longer one binds, and each divided
 * by the time that was taken is the share of its ceiling. B assumes that every tensor goes out to
 * memory and comes back: where tensors stay in caches its share may exceed 100 %.
 */
final class DeviceReport {
  private static final double NANOS = 1e9;
  private static final double MILLIS = 1e3;
  private static final double MEGA = 1e6;
  private static final double PERCENT = 100;
  private static final double CEILING_SECONDS = 4;

  /** Of each of two vectors: more than caches hold. */
  private static final long VECTOR_BYTES = 1L << 28;

  /** The part of the free memory that one of them may take. */
  private static final int VECTOR_SHARE = 8;

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
      Ceilings ceilings = ceilings(settings, dataType);
      lines.add(ceilings.line());
      for (String network : settings.networks()) {
        lines.add(line(settings, network, dataType, ceilings));
      }
    }
    return lines;
  }

  /**
   * What a backend reaches where nothing else holds it up.
   *
   * @param check of its results, and the rate of its products
   * @param bandwidth of vectors longer than caches, in 10⁹ bytes a second
   * @param elements of each of those vectors
   * @param reach the backend's, on which the size of blocks depends
   */
  private record Ceilings(BackendCheck check, double bandwidth, int elements, int reach) {

    String line() {
      return String.format(
          Locale.ROOT,
          "%s, %s: products %.4g GFLOP/s (n = %d), bandwidth %.4g GB/s (vectors of %.4g MB), results"
              + " %s",
          check.description(),
          check.dataType().name().toLowerCase(Locale.ROOT),
          check.gemmRate(),
          check.gemmSize(),
          bandwidth,
          elements * check.dataType().bytes() / MEGA,
          check.wrong().map(what -> "WRONG: " + what).orElse("right"));
    }
  }

  private static Ceilings ceilings(Settings settings, DataType dataType) {
    try (TensorBackend backend =
        BackendChoice.of(settings.backend(), settings.threads()).open(dataType)) {
      BackendCheck check = BackendCheck.of(backend, CEILING_SECONDS);
      long room =
          backend.room() == Long.MAX_VALUE
              ? Runtime.getRuntime().maxMemory() / dataType.bytes()
              : backend.room();
      int elements = (int) Math.min(VECTOR_BYTES / dataType.bytes(), room / VECTOR_SHARE);
      return new Ceilings(
          check, BackendCheck.bandwidth(backend, elements), elements, backend.reach());
    }
  }

  /** What one evaluation of {@code symmetric} asks of a backend. */
  static Work counted(Workload workload, int reach) {
    Workload onTally =
        new Workload(
            workload.network(),
            workload.examples(),
            workload.dtype(),
            "tally:reach=" + reach,
            workload.threads(),
            workload.rowSpace(),
            workload.sharedProducts(),
            workload.deterministic());
    try (Evaluation evaluation = onTally.open()) {
      // The first one also makes what is then kept.
      evaluation.symmetric();
      Tally tally = (Tally) evaluation.backend();
      tally.reset();
      evaluation.symmetric();
      return tally.work();
    }
  }

  private static String line(
      Settings settings, String network, DataType dataType, Ceilings ceilings) {
    Workload workload =
        new Workload(
            network,
            settings.examples(),
            dataType,
            settings.backend(),
            settings.threads(),
            settings.rowSpace(),
            true,
            false);
    Work work = counted(workload, ceilings.reach());
    try (Evaluation evaluation = workload.open()) {
      double symmetric = median(settings.rounds(), evaluation::symmetric);
      double gradient = median(settings.rounds(), evaluation::gradient);
      return line(network, symmetric, gradient, work, ceilings);
    }
  }

  private static String line(
      String network, double symmetric, double gradient, Work work, Ceilings ceilings) {
    double products = work.productSeconds(ceilings.check().gemmRate() * NANOS);
    double movement = work.movementSeconds(ceilings.bandwidth() * NANOS);
    return String.format(
        Locale.ROOT,
        "  %-20s symmetric %8.3f ms, gradient %8.3f ms; %.4g GFLOP are %.0f %% of the products'"
            + " ceiling, %.4g MB in %d operations are %.0f %% of the bandwidth's: %s, %.0f %%"
            + " reached",
        network,
        symmetric * MILLIS,
        gradient * MILLIS,
        work.flops() / NANOS,
        PERCENT * products / symmetric,
        work.bytes() / MEGA,
        work.operations(),
        PERCENT * movement / symmetric,
        products >= movement ? "products bind" : "bandwidth binds",
        PERCENT * Math.max(products, movement) / symmetric);
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

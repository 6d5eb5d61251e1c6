package org.edgeflow.cli.directory;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.edgeflow.cli.console.ProcessOutput;

/** What this computer is. */
public final class Machine {
  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

  /** The features that decide how fast the arithmetic is, on x86 and on ARM. */
  private static final List<String> TELLING =
      List.of(
          "avx",
          "avx2",
          "fma",
          "avx512f",
          "avx512vl",
          "avx512bw",
          "avx512dq",
          "avx512_vnni",
          "avx512_bf16",
          "amx_tile",
          "asimd",
          "asimddp",
          "sve",
          "sve2");

  private Machine() {}

  /** The processor's name; the architecture where the system does not tell. */
  public static String processor() {
    return Stream.of("model name", "Model", "Hardware")
        .flatMap(key -> processorEntry(key).stream())
        .findFirst()
        .or(() -> Optional.ofNullable(System.getenv("PROCESSOR_IDENTIFIER")))
        .orElse(System.getProperty("os.arch"));
  }

  /** Those of the processor's features that matter here; empty where the system does not tell. */
  public static List<String> features() {
    List<String> all =
        Stream.of("flags", "Features")
            .flatMap(key -> processorEntry(key).stream())
            .findFirst()
            .map(line -> Arrays.asList(line.split("\\s+")))
            .orElse(List.of());
    return TELLING.stream().filter(all::contains).toList();
  }

  /** Physical memory in bytes; 0 where the JVM does not tell. */
  public static long memory() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getTotalMemorySize()
        : 0;
  }

  /** The NVIDIA GPUs, a line each with name, compute capability, driver and memory. */
  public static List<String> gpus() {
    try {
      return ProcessOutput.of(
              List.of(
                  "nvidia-smi",
                  "--query-gpu=name,compute_cap,driver_version,memory.total",
                  "--format=csv,noheader"))
          .map(text -> text.lines().filter(line -> !line.isBlank()).toList())
          .orElse(List.of());
    } catch (IOException e) {
      return List.of();
    }
  }

  private static Optional<String> processorEntry(String key) {
    try (Stream<String> lines = Files.lines(PROCESSORS)) {
      return lines
          .filter(line -> line.startsWith(key) && line.indexOf(':') > 0)
          .filter(line -> line.substring(0, line.indexOf(':')).strip().equals(key))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}

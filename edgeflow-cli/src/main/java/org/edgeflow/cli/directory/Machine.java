package org.edgeflow.cli.directory;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;
import org.edgeflow.cli.console.ProcessOutput;
import org.edgeflow.core.processor.Processor;

/** What this computer is. */
public final class Machine {
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
    return Processor.here()
        .name()
        .or(() -> Optional.ofNullable(System.getenv("PROCESSOR_IDENTIFIER")))
        .orElse(System.getProperty("os.arch"));
  }

  /** Those of the processor's features that matter here; empty where the system does not tell. */
  public static List<String> features() {
    return TELLING.stream().filter(Processor.here().features()::contains).toList();
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
}

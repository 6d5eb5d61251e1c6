package org.edgeflow.cli.grid.process;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What each of several processes may take of the machine.
 *
 * @param threads each computes on
 * @param heapMegabytes each may grow to
 */
record MachineShare(int threads, long heapMegabytes) {
  /** The rest is the system's, and what processes have beside their heaps. */
  private static final double HEAPS = 0.75;

  private static final long LEAST_MEGABYTES = 128;

  /** By its name: it depends on all commands, and they on this. */
  private static final String MAIN = "org.edgeflow.cli.Main";

  /** Options that belong to this process alone, or that a share replaces. */
  private static final List<String> OWN =
      List.of(
          "-Xmx",
          "-XX:MaxRAMPercentage=",
          "-XX:ActiveProcessorCount=",
          "-XX:ArchiveClassesAtExit=",
          "-Dedgeflow.stderr=",
          "-Dedgeflow.terminal=",
          "-agentlib:");

  /**
   * Equal shares: the heap that a lone run has, as long as all of them together leave a quarter of
   * the memory.
   *
   * @param threads of each. How many there are decides the last digits of sums over examples, and
   *     therefore must not follow from how many processes there happen to be.
   */
  static MachineShare of(int processes, int threads) {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    double share = HEAPS * system.getTotalMemorySize() / processes;
    long heap = (long) Math.min(Runtime.getRuntime().maxMemory(), share) >> 20;
    return new MachineShare(threads, Math.max(LEAST_MEGABYTES, heap));
  }

  /** The command line of a process with this share, on the JVM and the class path of this one. */
  List<String> command(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (OWN.stream().noneMatch(option::startsWith)) {
        command.add(option);
      }
    }
    command.add("-Xmx" + heapMegabytes + "m");
    command.add("-XX:ActiveProcessorCount=" + threads);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(MAIN);
    command.addAll(List.of(arguments));
    return command;
  }
}

package org.edgeflow.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The program as a process of its own, on the class path and the JVM options of the tests. */
public final class CommandLine {
  private final Path folder;

  /** In a folder, which also takes what it says. */
  public CommandLine(Path folder) throws IOException {
    this.folder = folder;
    // A home of Spark has this folder, also before the module has been packed.
    Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
  }

  /** Starts a command. */
  public Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx1g");
    for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (option.startsWith("--add-") || option.startsWith("-Djdk.")) {
        command.add(option);
      }
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "org.edgeflow.cli.Main"));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("said.txt").toFile())
        .start();
  }

  /** Carries out a command; its exit code. */
  public int run(String... arguments) throws IOException, InterruptedException {
    Process process = start(arguments);
    if (!process.waitFor(5, TimeUnit.MINUTES)) {
      process.destroyForcibly().waitFor();
      throw new AssertionError("no end: " + said());
    }
    return process.exitValue();
  }

  /** What the last one has said; the JVM's word on incubating modules is not its own. */
  public String said() throws IOException {
    try (Stream<String> lines = Files.lines(folder.resolve("said.txt"))) {
      return lines
          .filter(line -> !line.contains("incubator modules"))
          .collect(Collectors.joining("\n"));
    }
  }

  /** Every trajectory and config below a folder, by its path in it. */
  public static Map<String, String> results(Path out) throws IOException {
    try (Stream<Path> files = Files.walk(out)) {
      return files
          .filter(file -> file.toString().matches(".*/trajectories/[^/]*\\.csv|.*/config\\.yaml"))
          .collect(
              Collectors.toMap(
                  file -> out.relativize(file).toString(),
                  CommandLine::read,
                  (a, b) -> a,
                  TreeMap::new));
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until so many files of a name lie below a folder. */
  public static List<Path> await(Path out, String name, int count) throws Exception {
    while (true) {
      if (Files.isDirectory(out)) {
        try (Stream<Path> files = Files.walk(out)) {
          List<Path> found = files.filter(file -> file.endsWith(name)).sorted().toList();
          if (found.size() >= count) {
            return found;
          }
        } catch (UncheckedIOException e) {
          // A file went while the folder was looked through.
        }
      }
      Thread.sleep(20);
    }
  }
}

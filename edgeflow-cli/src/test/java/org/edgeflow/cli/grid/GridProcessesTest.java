package org.edgeflow.cli.grid;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real grid in real processes, some of which are killed. */
@Tag("slow")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class GridProcessesTest {
  private static final String CONFIG =
      """
      experiment: valley
      steps: 40000
      learning-rate: 0.3
      objective: {type: sharp-valley, skew: 1, drift: 0.01, start: [0.05, 6.3]}
      models: [gradient-flow, edge-flow]
      record: {every: 100, sharpness-every: 1000, checkpoint-seconds: 0.3}
      reports: []
      grid: {seed: [1, 2], learning-rate: [0.25, 0.3]}
      """;

  private static final int RUNS = 4;

  @TempDir Path temporary;

  private Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (option.startsWith("--add-") || option.startsWith("-D")) {
        command.add(option);
      }
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "org.edgeflow.cli.Main"));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .directory(temporary.toFile())
        .redirectErrorStream(true)
        .redirectOutput(temporary.resolve("said.txt").toFile())
        .start();
  }

  private void runToTheEnd(String... arguments) throws Exception {
    int code = start(arguments).waitFor();
    assertThat(code).as(Files.readString(temporary.resolve("said.txt"))).isZero();
  }

  private String[] grid(Path out, String... more) throws IOException {
    Path config = temporary.resolve("grid.yaml");
    Files.writeString(config, CONFIG);
    List<String> arguments =
        new ArrayList<>(List.of("grid", config.toString(), "--out", out.toString(), "--jobs", "2"));
    arguments.addAll(List.of(more));
    return arguments.toArray(String[]::new);
  }

  /** Every trajectory and config of a grid, by its path in it. */
  private static Map<String, String> results(Path out) throws IOException {
    try (Stream<Path> files = Files.walk(out.resolve("runs"))) {
      return files
          .filter(file -> file.toString().matches(".*(\\.csv|config\\.yaml)"))
          .collect(
              Collectors.toMap(
                  file -> out.relativize(file).toString(),
                  GridProcessesTest::read,
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

  private static List<Path> found(Path out, String name) throws IOException {
    if (!Files.isDirectory(out)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(out)) {
      return files.filter(file -> file.endsWith(name)).sorted().toList();
    }
  }

  // A process begins as a helper of Java's own: without that none can be started.
  private ProcessHandle worker(Process parent) throws Exception {
    while (true) {
      Optional<ProcessHandle> worker =
          parent
              .children()
              .filter(child -> child.info().command().orElse("").endsWith("java"))
              .findFirst();
      if (worker.isPresent()) {
        return worker.get();
      }
      requireAlive(parent);
      Thread.sleep(5);
    }
  }

  private void requireAlive(Process parent) throws IOException {
    assertThat(parent.isAlive()).as(Files.readString(temporary.resolve("said.txt"))).isTrue();
  }

  private void await(Process parent, Path out, String name, int count) throws Exception {
    while (true) {
      try {
        if (found(out, name).size() >= count) {
          return;
        }
      } catch (UncheckedIOException e) {
        // A file went while the folder was looked through.
      }
      requireAlive(parent);
      Thread.sleep(20);
    }
  }

  @Test
  void killingParentAndChildrenLosesNothingAndRepeatsNothing() throws Exception {
    Path whole = temporary.resolve("whole");
    runToTheEnd(grid(whole));
    Map<String, String> expected = results(whole);
    assertThat(expected).hasSize(RUNS * 4);
    assertThat(whole.resolve("grid.yaml")).content().endsWith("threads: 1\n");

    // A child dies before it has taken a run, and one in its run: others take their places.
    Path out = temporary.resolve("killed");
    Process parent = start(grid(out));
    worker(parent).destroyForcibly();
    await(parent, out, "state.npz", 1);
    worker(parent).destroyForcibly();

    // The parent dies with a run finished and others at work; its children do not outlive it long.
    await(parent, out, "summary.json", 1);
    List<ProcessHandle> children = parent.children().toList();
    parent.destroyForcibly().waitFor();
    for (ProcessHandle child : children) {
      child.onExit().get(30, TimeUnit.SECONDS);
    }
    List<Path> finished = found(out, "summary.json");
    List<FileTime> times = new ArrayList<>();
    for (Path summary : finished) {
      times.add(Files.getLastModifiedTime(summary));
    }

    runToTheEnd(grid(out));
    for (int i = 0; i < finished.size(); i++) {
      assertThat(Files.getLastModifiedTime(finished.get(i))).isEqualTo(times.get(i));
    }
    assertThat(results(out)).isEqualTo(expected);
    assertThat(
            Files.readString(out.resolve("grid.csv"))
                .lines()
                .filter(row -> row.contains(",finished,")))
        .hasSize(RUNS * 3);

    // Shards, one of them twice.
    Path shards = temporary.resolve("shards");
    for (String shard : new String[] {"2/3", "1/3", "2/3", "3/3"}) {
      runToTheEnd(grid(shards, "--shard", shard));
    }
    assertThat(results(shards)).isEqualTo(expected);
    assertThat(shards.resolve("comparison.html")).exists();
  }
}

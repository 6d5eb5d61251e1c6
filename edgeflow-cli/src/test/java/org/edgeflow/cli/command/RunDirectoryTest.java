package org.edgeflow.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.edgeflow.cli.console.ExitCode;
import org.edgeflow.cli.console.StopRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A run directory belongs to one process, and a run that loses its files says so. */
class RunDirectoryTest {
  @TempDir Path temporary;

  private final Terminal terminal = new Terminal();
  private Process process;

  @AfterEach
  void nothingRunsOn() {
    if (process != null) {
      process.destroyForcibly();
    }
  }

  private Path out() {
    return temporary.resolve("run");
  }

  /** A run of its own process, which has begun. */
  private void begin(String config) throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    process =
        new ProcessBuilder(
                java,
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "org.edgeflow.cli.Main",
                "run",
                Configs.in(temporary, config),
                "--out",
                out().toString(),
                "--quiet")
            .redirectErrorStream(true)
            .redirectOutput(temporary.resolve("said").toFile())
            .start();
    while (!Files.exists(out().resolve("trajectories/gradient-descent.csv"))) {
      assertThat(process.isAlive()).as("the run goes on: %s", said()).isTrue();
      Thread.sleep(20);
    }
  }

  private String said() throws IOException {
    return Files.readString(temporary.resolve("said"));
  }

  private int resume() {
    return terminal.run("run", out().toString(), "--resume", "--quiet");
  }

  @Test
  void twoProcessesDoNotShareADirectoryAndADeadOneBlocksNobody() throws Exception {
    String config =
        Configs.VALLEY
            .replaceFirst("steps: \\d+", "steps: 50000000")
            .replace("checkpoint-seconds: 0", "checkpoint-seconds: 0.2");
    begin(config);
    String file = Configs.in(temporary, config);
    assertThat(terminal.run("run", file, "--out", out().toString(), "--quiet")).isEqualTo(2);
    assertThat(resume()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(terminal.err().lines())
        .allMatch(line -> line.contains("another process (pid " + process.pid() + ")"))
        .hasSize(2);
    while (!Files.exists(out().resolve("checkpoint/state.npz"))) {
      Thread.sleep(20);
    }
    process.destroyForcibly().waitFor();

    assertThat(out().resolve("run.lock")).exists();
    int code = terminal.runUntil(Terminal.after(9), "run", out().toString(), "--resume", "--quiet");
    assertThat(code).as(terminal.err()).isEqualTo(ExitCode.INTERRUPTED);
    assertThat(out().resolve("run.lock")).doesNotExist();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aSecondSignalEndsAStepHoweverLong() throws Exception {
    StringBuilder config =
        new StringBuilder(
            """
            experiment: long
            steps: 10
            learning-rate: 0.01
            objective: {type: sharp-valley}
            reports: []
            models:
            """);
    for (int i = 0; i < 60; i++) {
      String solver = "solver: {type: rk4, steps-per-iteration: 1000000}";
      config.append("  - {type: gradient-flow, name: model-" + i + ", " + solver + "}\n");
    }
    begin(config.toString());
    process.destroy();
    Thread.sleep(200);
    process.destroy();

    assertThat(process.waitFor(4, TimeUnit.SECONDS)).as("it ends at once").isTrue();
    assertThat(process.exitValue()).isEqualTo(ExitCode.INTERRUPTED);
    assertThat(said()).contains("ended at once");
  }

  @Test
  void aRemovedDirectoryEndsTheRun() throws IOException {
    assertThat(runWhile(() -> delete(out()))).isEqualTo(ExitCode.ENVIRONMENT);
    assertThat(terminal.err()).contains("cannot keep its rows", "was removed or moved away");
    assertThat(out()).doesNotExist();
  }

  @Test
  void aFileThatIsReplacedOrCutEndsTheRun() throws IOException {
    Path file = out().resolve("trajectories/edge-flow.csv");
    assertThat(runWhile(() -> Files.write(file, new byte[0], StandardOpenOption.TRUNCATE_EXISTING)))
        .isEqualTo(ExitCode.ENVIRONMENT);
    delete(out());
    int replaced =
        runWhile(
            () -> {
              Files.move(file, temporary.resolve("elsewhere"));
              Files.createFile(file);
            });
    assertThat(replaced).isEqualTo(ExitCode.ENVIRONMENT);
    assertThat(terminal.err().lines()).hasSize(2).allMatch(line -> line.contains(file + " was"));
  }

  private interface Damage {
    void happen() throws IOException;
  }

  private int runWhile(Damage damage) throws IOException {
    int[] step = {0};
    StopRequest never =
        () -> {
          if (++step[0] == 50) {
            try {
              damage.happen();
            } catch (IOException e) {
              throw new AssertionError(e);
            }
          }
          return false;
        };
    String config = Configs.in(temporary, Configs.VALLEY);
    return terminal.runUntil(never, "run", config, "--out", out().toString(), "--quiet");
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      List<Path> all = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : all) {
        Files.delete(file);
      }
    }
  }

  @Test
  void whatTheDiskCannotHoldIsRefusedBeforeTheFirstStep() throws IOException {
    String config = Configs.in(temporary, Configs.VALLEY);
    assertThat(terminal.run("run", config, "--out", out().toString(), "--steps", "99999999999999"))
        .isEqualTo(ExitCode.ENVIRONMENT);
    assertThat(terminal.err()).contains("100,000,000,000,000 rows", "record: {every:");
    assertThat(out()).doesNotExist();

    assertThat(terminal.run("run", config, "--out", out().toString())).isZero();
    assertThat(terminal.err()).contains("121 rows of 3 trajectories");
  }
}

package org.edgeflow.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.edgeflow.cli.config.ConfigFile;
import org.edgeflow.cli.console.ExitCode;
import org.edgeflow.core.experiment.plan.ExperimentReader;
import org.edgeflow.core.plugin.Registry;
import org.edgeflow.core.settings.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damage drawn at random, from fixed seeds: whatever it hits, it is refused and never a bug. */
class DamageTest {
  /** How much is drawn; scripts/reliability draws more. */
  private static final int CONFIGS = Integer.getInteger("edgeflow.configs", 1000);

  private static final List<String> FILES_OF_A_RUN =
      List.of(
          "config.yaml",
          "summary.json",
          "provenance.json",
          "checksums.sha256",
          "trajectories/edge-flow.csv",
          "trajectories/gradient-descent.csv");

  private static final List<String> FILES_TO_GO_ON_FROM =
      List.of(
          "config.yaml",
          "provenance.json",
          "checkpoint/state.npz",
          "trajectories/edge-flow.csv",
          "trajectories/gradient-descent.csv");

  @TempDir Path temporary;

  @Test
  void noDamageOfAFinishedRunIsDrawn() throws IOException {
    Path run = temporary.resolve("run");
    new Terminal()
        .run("run", Configs.in(temporary, Configs.VALLEY), "--out", run.toString(), "--quiet");
    Random random = new Random(1);
    int tried = 0;
    for (String name : FILES_OF_A_RUN) {
      Path file = run.resolve(name);
      byte[] sound = Files.readAllBytes(file);
      for (int i = 0; i < Damage.OF_EACH_FILE; i++) {
        byte[] damaged = Damage.of(sound, random);
        if (Arrays.equals(damaged, sound)) {
          continue;
        }
        tried++;
        Files.write(file, damaged);
        Terminal terminal = new Terminal();
        int exitCode = terminal.run("report", run.toString());
        // Of a file of sums, a whole line may be gone, which is how a change is declared meant.
        assertThat(exitCode)
            .as("%s, damage %d: %s", name, i, terminal.err())
            .isIn(
                name.startsWith("checksums")
                    ? List.of(ExitCode.DONE, ExitCode.BAD_INPUT)
                    : List.of(ExitCode.BAD_INPUT));
        assertThat(terminal.err()).doesNotContain("\tat ").doesNotContain("this is a bug");
      }
      Files.write(file, sound);
    }
    assertThat(new Terminal().run("report", run.toString())).isZero();
    System.out.println("drawn: " + tried + " files of finished runs");
  }

  @Test
  void noDamageOfAnInterruptedRunIsDrawn() throws IOException {
    String config = Configs.in(temporary, Configs.VALLEY);
    Path stopped = temporary.resolve("stopped");
    new Terminal()
        .runUntil(Terminal.after(30), "run", config, "--out", stopped.toString(), "--quiet");
    Path run = temporary.resolve("run");
    copy(stopped, run);
    assertThat(new Terminal().run("run", run.toString(), "--resume", "--quiet")).isZero();
    String rows = Files.readString(run.resolve(FILES_TO_GO_ON_FROM.get(3)));
    Random random = new Random(3);
    int tried = 0;
    for (String name : FILES_TO_GO_ON_FROM) {
      byte[] sound = Files.readAllBytes(stopped.resolve(name));
      for (int i = 0; i < Damage.OF_EACH_FILE; i++) {
        byte[] damaged = Damage.of(sound, random);
        if (Arrays.equals(damaged, sound)) {
          continue;
        }
        tried++;
        copy(stopped, run);
        Files.write(run.resolve(name), damaged);
        Terminal terminal = new Terminal();
        int exitCode = terminal.run("run", run.toString(), "--resume", "--quiet");
        assertThat(terminal.err()).doesNotContain("\tat ").doesNotContain("this is a bug");
        if (name.equals("config.yaml") && exitCode == ExitCode.DONE) {
          // Another space or quotation mark, and still this run's config.
          assertThat(Files.readString(run.resolve(FILES_TO_GO_ON_FROM.get(3)))).isEqualTo(rows);
          continue;
        }
        assertThat(exitCode)
            .as("%s, damage %d: %s", name, i, terminal.err())
            .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.resolve("summary.json")).doesNotExist();
      }
    }
    System.out.println("drawn: " + tried + " files of interrupted runs");
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> old = Files.exists(to) ? Files.walk(to) : Stream.empty()) {
      for (Path file : old.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  @Test
  void aConfigIsReadOrRefused() throws IOException {
    Registry registry = Registry.load();
    Path file = temporary.resolve("fuzz.yaml");
    List<byte[]> sound = examples();
    sound.add(Configs.VALLEY.getBytes(StandardCharsets.UTF_8));
    Random random = new Random(2);
    int refused = 0;
    for (int i = 0; i < CONFIGS; i++) {
      Files.write(file, Damage.of(sound.get(i % sound.size()), random));
      try {
        ExperimentReader.read(ConfigFile.read(file), registry);
      } catch (ConfigException e) {
        refused++;
        assertThat(e.problems()).isNotEmpty().allMatch(problem -> !problem.isBlank());
      }
    }
    // Comments, names and digits may be others.
    assertThat(refused).isGreaterThan(CONFIGS / 5);
    System.out.println("drawn: " + CONFIGS + " configs, of which " + refused + " refused");
  }

  private static List<byte[]> examples() throws IOException {
    List<byte[]> sound = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of("..", "examples"))) {
      for (Path file : files.filter(each -> each.toString().endsWith(".yaml")).sorted().toList()) {
        sound.add(Files.readAllBytes(file));
      }
    }
    assertThat(sound).isNotEmpty();
    return sound;
  }

  @Test
  void depthIsRefused() throws IOException {
    for (String open : List.of("[", "{a: ", "- ")) {
      Path file = temporary.resolve("deep.yaml");
      Files.writeString(file, "experiment: x\nobjective:\n  " + open.repeat(20_000));
      Terminal terminal = new Terminal();
      assertThat(terminal.run("run", file.toString())).isEqualTo(ExitCode.BAD_INPUT);
      assertThat(terminal.err()).contains("deep.yaml:3: nested more than 100 deep");
    }
  }
}

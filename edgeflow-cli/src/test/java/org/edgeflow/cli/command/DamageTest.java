package org.edgeflow.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.edgeflow.cli.config.ConfigFile;
import org.edgeflow.cli.console.ExitCode;
import org.edgeflow.core.experiment.plan.ExperimentReader;
import org.edgeflow.core.plugin.Registry;
import org.edgeflow.core.settings.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damage drawn at random, from fixed seeds: whatever it hits, it is refused and never a bug. */
class DamageTest {
  private static final List<String> SNIPPETS =
      List.of(
          "",
          "\0",
          "\t",
          "\r\n",
          "\uFEFF",
          "&a ",
          "*a ",
          "!!x ",
          "[[[[",
          "{",
          "}",
          "\"",
          "'",
          ": ",
          "- ",
          ",,",
          "NaN",
          "-1",
          "1e999",
          "99999999999999999999",
          "null",
          "\u202E",
          "日本",
          "\"\\uD800\"");

  @TempDir Path temporary;

  @Test
  void noDamageOfAFinishedRunIsDrawn() throws IOException {
    Path run = temporary.resolve("run");
    new Terminal()
        .run("run", Configs.in(temporary, Configs.VALLEY), "--out", run.toString(), "--quiet");
    Random random = new Random(1);
    for (String name :
        List.of(
            "config.yaml",
            "summary.json",
            "provenance.json",
            "checksums.sha256",
            "trajectories/edge-flow.csv",
            "trajectories/gradient-descent.csv")) {
      Path file = run.resolve(name);
      byte[] sound = Files.readAllBytes(file);
      for (int i = 0; i < 60; i++) {
        byte[] damaged = damaged(sound, random);
        if (Arrays.equals(damaged, sound)) {
          continue;
        }
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
  }

  @Test
  void aConfigIsReadOrRefused() throws IOException {
    Registry registry = Registry.load();
    Path file = temporary.resolve("fuzz.yaml");
    byte[] sound = Configs.VALLEY.getBytes(StandardCharsets.UTF_8);
    Random random = new Random(2);
    int refused = 0;
    for (int i = 0; i < 1000; i++) {
      Files.write(file, damaged(sound, random));
      try {
        ExperimentReader.read(ConfigFile.read(file), registry);
      } catch (ConfigException e) {
        refused++;
        assertThat(e.problems()).isNotEmpty().allMatch(problem -> !problem.isBlank());
      }
    }
    assertThat(refused).isGreaterThan(500);
  }

  @Test
  void depthIsRefused() throws IOException {
    for (String open : List.of("[", "{a: ", "- ")) {
      Path file = temporary.resolve("deep.yaml");
      Files.writeString(file, "experiment: x\nobjective:\n  " + open.repeat(20_000));
      Terminal terminal = new Terminal();
      assertThat(terminal.run("run", file.toString())).isEqualTo(ExitCode.BAD_INPUT);
      assertThat(terminal.err()).hasSizeLessThan(5000);
    }
  }

  private static byte[] damaged(byte[] sound, Random random) {
    int at = random.nextInt(sound.length);
    int to = Math.min(sound.length, at + 1 + random.nextInt(40));
    byte[] between =
        switch (random.nextInt(5)) {
          case 0 -> new byte[] {(byte) (sound[at] ^ 1 << random.nextInt(8))};
          case 1 -> Arrays.copyOfRange(sound, at, to);
          case 2, 3 ->
              SNIPPETS.get(random.nextInt(SNIPPETS.size())).getBytes(StandardCharsets.UTF_8);
          default -> new byte[0];
        };
    int from = random.nextBoolean() ? Math.min(sound.length, at + 1) : to;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(sound, 0, at);
    bytes.writeBytes(between);
    if (random.nextInt(10) > 0) {
      bytes.write(sound, from, sound.length - from);
    }
    return bytes.toByteArray();
  }
}

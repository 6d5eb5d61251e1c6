package org.edgeflow.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.edgeflow.cli.checkpoint.Checkpoint;
import org.edgeflow.cli.console.ExitCode;
import org.edgeflow.core.checkpoint.Sha256;
import org.edgeflow.core.checkpoint.Snapshot;
import org.edgeflow.core.checkpoint.SnapshotFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An interrupted run goes on from what it left, and from nothing else. */
class ResumeTest {
  @TempDir Path temporary;

  private Path run;
  private Path checkpoint;
  private Terminal terminal = new Terminal();

  @BeforeEach
  void aRunIsInterrupted() throws IOException {
    run = temporary.resolve("run");
    checkpoint = run.resolve("checkpoint/state.npz");
    interrupt(Configs.VALLEY, run, 50);
  }

  private void interrupt(String config, Path out, int steps) throws IOException {
    String file = Configs.in(temporary, config);
    int code =
        terminal.runUntil(Terminal.after(steps), "run", file, "--out", out.toString(), "--quiet");
    assertThat(code).isEqualTo(ExitCode.INTERRUPTED);
    terminal = new Terminal();
  }

  /** Going on is refused with one line on stderr, and changes nothing. */
  private void assertRefused(String what, String... words) throws IOException {
    Map<Path, String> before = content();
    terminal = new Terminal();
    assertThat(terminal.run("run", run.toString(), "--resume", "--quiet"))
        .as("%s: %s", what, terminal.err())
        .isEqualTo(ExitCode.BAD_INPUT);
    assertThat(terminal.err().lines()).as(what).hasSize(1);
    assertThat(terminal.err()).as(what).contains(words).doesNotContain("Exception", "bug");
    assertThat(content()).as(what).isEqualTo(before);
  }

  private Map<Path, String> content() throws IOException {
    Map<Path, String> content = new LinkedHashMap<>();
    try (Stream<Path> files = Files.walk(run)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        content.put(file, new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
      }
    }
    return content;
  }

  @Test
  void aRunThatEndedBeforeItsSummaryGoesOn() throws IOException {
    Path whole = temporary.resolve("whole");
    String config = Configs.in(temporary, Configs.VALLEY);
    assertThat(terminal.run("run", config, "--out", whole.toString(), "--quiet")).isZero();
    // Between the end in provenance.json and the summary; a kill there leaves the same.
    Path inTheWay = Files.createDirectories(run.resolve("checksums.sha256/x"));
    assertThat(terminal.run("run", run.toString(), "--resume", "--quiet"))
        .isEqualTo(ExitCode.ENVIRONMENT);
    assertThat(run.resolve("summary.json")).doesNotExist();
    assertThat(Files.readString(run.resolve("provenance.json"))).doesNotContain("\"end\" : null");
    Files.delete(inTheWay);
    Files.delete(inTheWay.getParent());

    terminal = new Terminal();
    assertThat(terminal.run("run", run.toString(), "--resume", "--quiet"))
        .as(terminal.err())
        .isZero();
    for (String name : new String[] {"gradient-descent", "gradient-flow", "edge-flow"}) {
      Path rows = Path.of("trajectories", name + ".csv");
      assertThat(run.resolve(rows)).hasSameBinaryContentAs(whole.resolve(rows));
    }
  }

  @Test
  void rowsThatAreNotAsTheyWereAreRefused() throws IOException {
    Map<String, UnaryOperator<String>> damages = new LinkedHashMap<>();
    damages.put("a missing row", text -> text.replaceFirst("\n7,.*\n", "\n"));
    damages.put("a doubled row", text -> text.replaceFirst("(\n7,.*\n)", "$1$1"));
    damages.put("a torn end", text -> text.substring(0, text.length() - 30));
    damages.put("an empty file", text -> "");
    damages.put("a changed digit", text -> text.replaceFirst("\n9,-0", "\n9,-1"));
    damages.put("zeros", text -> text.substring(0, 900) + "\0".repeat(text.length() - 900));
    damages.put("another column", text -> text.replaceFirst("loss", "lost"));
    damages.put("line ends of Windows", text -> text.replace("\n", "\r\n"));
    for (String name : new String[] {"gradient-descent", "edge-flow"}) {
      Path file = run.resolve("trajectories").resolve(name + ".csv");
      String whole = Files.readString(file);
      for (Map.Entry<String, UnaryOperator<String>> damage : damages.entrySet()) {
        String damaged = damage.getValue().apply(whole);
        assertThat(damaged).as(damage.getKey()).isNotEqualTo(whole);
        Files.writeString(file, damaged);
        assertRefused(damage.getKey(), file.toString(), "--out");
      }
      Files.delete(file);
      assertRefused("a missing file", file + " is missing");
      Files.writeString(file, whole);
    }
    assertThat(terminal.run("run", run.toString(), "--resume", "--quiet")).isZero();
  }

  @Test
  void anEditedConfigIsRefusedAndTheLineNamed() throws IOException {
    Path config = run.resolve("config.yaml");
    String whole = Files.readString(config);
    Files.writeString(config, whole.replaceFirst("learning-rate: .*", "learning-rate: 0.2"));
    assertRefused("η", config.toString(), "'learning-rate: 0.2'");

    Files.writeString(config, "# a note\n" + whole);
    assertThat(terminal.run("run", run.toString(), "--resume", "--quiet")).isZero();
  }

  @Test
  void anotherConfigOnTheCommandLineIsRefused() {
    assertThat(terminal.run("run", run.toString(), "--resume", "--quiet", "--steps", "130"))
        .isEqualTo(ExitCode.BAD_INPUT);
    assertThat(terminal.err()).contains("'steps: 130'", "'steps: 120'");
  }

  @Test
  void theCheckpointOfAnotherRunIsRefused() throws IOException {
    Path other = temporary.resolve("other");
    interrupt(Configs.VALLEY + "seed: 2\n", other, 40);
    Files.copy(
        other.resolve("checkpoint/state.npz"), checkpoint, StandardCopyOption.REPLACE_EXISTING);
    assertRefused("a checkpoint of step 40", run.toString());
  }

  @Test
  void aCheckpointWithAnyBitFlippedOrAnyEndCutOffIsRefused() throws IOException {
    byte[] whole = Files.readAllBytes(checkpoint);
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 60; i++) {
      byte[] damaged = whole.clone();
      damaged[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
      Files.write(checkpoint, damaged);
      assertRefused("a flipped bit", checkpoint.toString());
      Files.write(checkpoint, Arrays.copyOf(whole, random.nextInt(whole.length)));
      assertRefused("an end cut off", checkpoint.toString());
    }
  }

  @Test
  void everyArrayIsLookedAtEvenWhereTheFileIsWhole() throws IOException {
    Snapshot sound = SnapshotFile.load(checkpoint);
    for (String name : sound.arrays().keySet()) {
      if (name.startsWith("run.")) {
        continue;
      }
      double[] values = sound.get(name);
      // Of a text and a list of values, every length can be a sound one: there, the checksum of the
      // file is all that tells.
      if (!name.endsWith("_advice") && !name.contains("median")) {
        rewrite(sound, name, Arrays.copyOf(values, values.length + 1));
        assertRefused(name + " longer", run.toString());
        if (values.length > 0) {
          rewrite(sound, name, Arrays.copyOf(values, values.length - 1));
          assertRefused(name + " shorter", run.toString());
        }
      }
      rewrite(sound, name, null);
      assertRefused(name + " missing", run.toString());
    }
    for (double step : new double[] {Double.NaN, -5, 0, 47, 53, 50.5, 1e300}) {
      rewrite(sound, "next_step", step);
      assertRefused("next step " + step, checkpoint.toString());
    }
    rewrite(sound, "reference.now", Double.NaN, 1);
    assertRefused("an iterate that is not finite", checkpoint.toString(), "not finite");
    rewrite(sound, "unknown", 1);
    assertRefused("one array more", checkpoint.toString(), "'unknown'");
  }

  @Test
  void aProvenanceThatIsNotAsItWasIsRefused() throws IOException {
    Path file = run.resolve("provenance.json");
    String whole = Files.readString(file);
    for (String damaged :
        new String[] {
          "",
          "[]",
          "null",
          whole.substring(0, whole.length() / 2),
          whole.replaceFirst("\"start\" : \"2", "\"start\" : \"3"),
          whole.replaceFirst("\"start\"", "\"stort\"")
        }) {
      assertThat(damaged).isNotEqualTo(whole);
      Files.writeString(file, damaged);
      assertRefused("a damaged provenance", file + " was changed", "--out");
    }
    Files.delete(file);
    assertRefused("no provenance", file + " is missing", "--out");
    Files.writeString(file, whole);
    assertThat(terminal.run("run", run.toString(), "--resume", "--quiet")).isZero();
    assertThat(Files.readString(file)).contains("\"resumed\" : [");
  }

  @Test
  void aRunGoesOnAgainAndAgainWhenItIsKilledBeforeItsNextCheckpoint() throws IOException {
    Path file = run.resolve("provenance.json");
    String begun = Files.readString(file);
    byte[] state = Files.readAllBytes(checkpoint);
    // Killed after the provenance was written, and before a checkpoint of its own.
    assertThat(resumedUntil(1)).isEqualTo(ExitCode.INTERRUPTED);
    String goneOn = Files.readString(file);
    for (String either : new String[] {begun, goneOn}) {
      Files.write(checkpoint, state);
      Checkpoint.load(checkpoint).accepting(Sha256.of(goneOn)).save(checkpoint);
      Files.writeString(file, either);
      assertThat(resumedUntil(1)).as(terminal.err()).isEqualTo(ExitCode.INTERRUPTED);
    }
  }

  private int resumedUntil(int steps) {
    terminal = new Terminal();
    return terminal.runUntil(Terminal.after(steps), "run", run.toString(), "--resume", "--quiet");
  }

  private void rewrite(Snapshot sound, String name, double... values) throws IOException {
    Snapshot changed = new Snapshot();
    sound
        .arrays()
        .forEach(
            (each, kept) -> {
              if (!each.equals(name)) {
                changed.put(each, kept);
              }
            });
    if (values != null) {
      changed.put(name, values);
    }
    SnapshotFile.save(changed, checkpoint);
  }
}

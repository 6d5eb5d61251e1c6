package org.edgeflow.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.edgeflow.cli.console.ExitCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Datasets and networks damaged at random. A run that has begun goes on with none of them; where a
 * file carries sums of its own, no run begins with one that computes something else.
 */
class DamagedInputsTest {
  private static final int EXAMPLES = 12;
  private static final int SIDE = 2;
  private static final int PARAMETERS = 23;
  private static final String IMAGES = "data/train-images-idx3-ubyte";
  private static final String LABELS = "data/train-labels-idx1-ubyte";
  private static final String IDX = "{type: idx, directory: data}";

  /** A dataset, an objective, and a file that one of them reads. */
  private record Input(String file, String dataset, String objective) {}

  private static final Input PLAIN_IMAGES = new Input(IMAGES, IDX, "{type: mlp, hidden: [3]}");
  private static final Input PLAIN_LABELS = new Input(LABELS, IDX, "{type: mlp, hidden: [3]}");
  private static final Input IMAGES_WITH_SUMS =
      new Input(IMAGES + ".gz", IDX, "{type: mlp, hidden: [3]}");
  private static final Input LABELS_WITH_SUMS =
      new Input(LABELS + ".gz", IDX, "{type: mlp, hidden: [3]}");
  private static final Input ZIP = new Input("net.zip", IDX, "{type: dl4j, network: net.zip}");
  private static final Input ONNX =
      new Input("net.onnx", "{type: digits, examples: 12}", "{type: onnx, network: net.onnx}");

  @TempDir Path temporary;

  @BeforeEach
  void aNetworkOfEachKind() throws IOException {
    Files.copy(
        Path.of("..", "examples", "networks", "digits-cnn.onnx"), temporary.resolve("net.onnx"));
    try (ZipOutputStream zip =
        new ZipOutputStream(Files.newOutputStream(temporary.resolve("net.zip")))) {
      zip.putNextEntry(new ZipEntry("configuration.json"));
      zip.write(ResumeInputsTest.NETWORK.getBytes(StandardCharsets.UTF_8));
      zip.putNextEntry(new ZipEntry("coefficients.bin"));
      zip.write(coefficients());
    }
    Files.createDirectories(temporary.resolve("data"));
  }

  // As ND4J writes a row of numbers.
  private static byte[] coefficients() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeUTF("MIXED_DATA_TYPES");
    out.writeLong(8);
    out.writeUTF("LONG");
    for (long each : new long[] {2, 1, PARAMETERS, 1, 1, 0, 1, 'c'}) {
      out.writeLong(each);
    }
    out.writeUTF("MIXED_DATA_TYPES");
    out.writeLong(PARAMETERS);
    out.writeUTF("DOUBLE");
    for (int i = 0; i < PARAMETERS; i++) {
      out.writeDouble(0.5 - 0.05 * i);
    }
    return bytes.toByteArray();
  }

  private void examples(boolean withSums) throws IOException {
    ByteBuffer pixels = ByteBuffer.allocate(16 + EXAMPLES * SIDE * SIDE);
    pixels.putInt(0x803).putInt(EXAMPLES).putInt(SIDE).putInt(SIDE);
    ByteBuffer classes = ByteBuffer.allocate(8 + EXAMPLES);
    classes.putInt(0x801).putInt(EXAMPLES);
    for (int i = 0; i < EXAMPLES; i++) {
      for (int j = 0; j < SIDE * SIDE; j++) {
        pixels.put((byte) (31 * i + 57 * j * j + 11 * i * j));
      }
      classes.put((byte) (i % 2));
    }
    write(IMAGES, pixels.array(), withSums);
    write(LABELS, classes.array(), withSums);
  }

  private void write(String name, byte[] bytes, boolean withSums) throws IOException {
    Files.deleteIfExists(temporary.resolve(name));
    Files.deleteIfExists(temporary.resolve(name + ".gz"));
    Path file = temporary.resolve(withSums ? name + ".gz" : name);
    try (OutputStream out =
        withSums
            ? new GZIPOutputStream(Files.newOutputStream(file))
            : Files.newOutputStream(file)) {
      out.write(bytes);
    }
  }

  private String config(Input input) throws IOException {
    examples(input.file().endsWith(".gz"));
    return Configs.in(
        temporary,
        """
        experiment: inputs
        steps: 30
        learning-rate: 0.1
        dataset: %s
        objective: %s
        models: [gradient-flow]
        record: {sharpness-every: 0}
        reports: []
        """
            .formatted(input.dataset(), input.objective()));
  }

  @Test
  void noDamageOfAnInputIsTakenAtResume() throws IOException {
    int tried = 0;
    for (Input input :
        List.of(PLAIN_IMAGES, PLAIN_LABELS, IMAGES_WITH_SUMS, LABELS_WITH_SUMS, ZIP, ONNX)) {
      Path run = temporary.resolve("run-" + input.file().replace('/', '-'));
      Terminal start = new Terminal();
      assertThat(
              start.runUntil(
                  Terminal.after(5), "run", config(input), "--out", run.toString(), "--quiet"))
          .as(start.err())
          .isEqualTo(ExitCode.INTERRUPTED);
      Path file = temporary.resolve(input.file());
      byte[] sound = Files.readAllBytes(file);
      Random random = new Random(4);
      for (int i = 0; i < Damage.OF_EACH_FILE; i++) {
        byte[] damaged = Damage.of(sound, random);
        if (Arrays.equals(damaged, sound)) {
          continue;
        }
        tried++;
        Files.write(file, damaged);
        Terminal terminal = new Terminal();
        assertThat(terminal.run("run", run.toString(), "--resume", "--quiet"))
            .as("%s, damage %d: %s", input.file(), i, terminal.err())
            .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(terminal.err()).doesNotContain("\tat ").doesNotContain("this is a bug");
      }
      Files.write(file, sound);
      Terminal terminal = new Terminal();
      assertThat(terminal.run("run", run.toString(), "--resume", "--quiet"))
          .as(terminal.err())
          .isZero();
    }
    System.out.println("drawn: " + tried + " datasets and networks of interrupted runs");
  }

  @Test
  void noDamageOfAnInputWithSumsChangesWhatARunComputes() throws IOException {
    int tried = 0;
    for (Input input : List.of(IMAGES_WITH_SUMS, LABELS_WITH_SUMS, ZIP)) {
      String config = config(input);
      Path whole = temporary.resolve("whole-" + input.file().replace('/', '-'));
      assertThat(new Terminal().run("run", config, "--out", whole.toString(), "--quiet")).isZero();
      Path file = temporary.resolve(input.file());
      byte[] sound = Files.readAllBytes(file);
      Random random = new Random(5);
      for (int i = 0; i < Damage.OF_EACH_FILE; i++) {
        byte[] damaged = Damage.of(sound, random);
        if (Arrays.equals(damaged, sound)) {
          continue;
        }
        tried++;
        Files.write(file, damaged);
        Path out = temporary.resolve("out-" + tried);
        Terminal terminal = new Terminal();
        int exitCode = terminal.run("run", config, "--out", out.toString(), "--quiet");
        assertThat(terminal.err()).doesNotContain("\tat ").doesNotContain("this is a bug");
        if (exitCode == ExitCode.DONE) {
          // A time or a flag of the container, which nobody computes with.
          assertThat(rows(out)).as("%s, damage %d", input.file(), i).isEqualTo(rows(whole));
        } else {
          assertThat(exitCode).as(terminal.err()).isEqualTo(ExitCode.BAD_INPUT);
          assertThat(out).doesNotExist();
        }
      }
      Files.write(file, sound);
    }
    System.out.println("drawn: " + tried + " datasets and networks of new runs");
  }

  private static String rows(Path run) throws IOException {
    return Files.readString(run.resolve("trajectories/gradient-flow.csv"));
  }
}

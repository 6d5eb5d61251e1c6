package org.edgeflow.cli.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.jhdf.HdfFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipFile;
import org.edgeflow.cli.result.RunDirectory;
import org.edgeflow.cli.result.RunDirectoryReader;
import org.edgeflow.cli.result.SyntheticRun;
import org.edgeflow.core.checkpoint.NpyFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExportTest {
  @TempDir Path run;

  @BeforeEach
  void aRun() throws IOException {
    SyntheticRun.in(run, 50).gradientFlow().edgeFlow("edge-flow").finish("valley");
  }

  private double[] losses() throws IOException {
    RunDirectory read = new RunDirectoryReader().read(run);
    return read.trajectory(read.summary().models().get(1)).column("loss");
  }

  @Test
  void npzHoldsEveryColumnUnderItsModel() throws IOException {
    new NpzReporter().report(run);
    try (ZipFile zip = new ZipFile(run.resolve("trajectories.npz").toFile())) {
      byte[] entry = zip.getInputStream(zip.getEntry("edge-flow/loss.npy")).readAllBytes();
      assertThat(NpyFile.read(new ByteArrayInputStream(entry))).isEqualTo(losses());
      assertThat(zip.getEntry("gradient-descent/oscillation.npy")).isNotNull();
    }
  }

  @Test
  void equalRunsMakeEqualArchives() throws IOException {
    new NpzReporter().report(run);
    byte[] first = Files.readAllBytes(run.resolve("trajectories.npz"));
    new NpzReporter().report(run);
    assertThat(Files.readAllBytes(run.resolve("trajectories.npz"))).isEqualTo(first);
  }

  @Test
  void hdf5HoldsEveryColumnUnderItsModel() throws IOException {
    new Hdf5Reporter().report(run);
    try (HdfFile file = new HdfFile(run.resolve("trajectories.h5"))) {
      assertThat((double[]) file.getDatasetByPath("/edge-flow/loss").getData()).isEqualTo(losses());
      assertThat(file.getByPath("/gradient-descent/oscillation")).isNotNull();
    }
  }

  @Test
  void eventsAreRecordsThatBeginWithTheirVersion() throws IOException {
    new TensorBoardReporter().report(run);
    ByteBuffer file =
        ByteBuffer.wrap(
                Files.readAllBytes(
                    run.resolve("tensorboard/edge-flow/events.out.tfevents.0000000000.edgeflow")))
            .order(ByteOrder.LITTLE_ENDIAN);
    byte[] first = new byte[(int) file.getLong()];
    // The masked CRC-32C of the length 24, as TensorFlow's own files have it.
    assertThat(file.getInt()).isEqualTo(0x224b7fa3);
    file.get(first);
    assertThat(new String(first, StandardCharsets.ISO_8859_1)).endsWith("brain.Event:2");
  }

  /** Each format read by the Python library that its users have, where there is one. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "numpy | import numpy; a = numpy.load('trajectories.npz')['edge-flow/loss']",
        "h5py | import h5py; a = h5py.File('trajectories.h5')['edge-flow/loss'][:]",
        "tensorboard | from tensorboard.backend.event_processing.event_accumulator import"
            + " EventAccumulator as E; e = E('tensorboard/edge-flow', {'scalars': 0}); e.Reload();"
            + " a = [s.value for s in e.Scalars('loss')]",
      })
  void pythonReadsIt(String library, String lines) throws Exception {
    assumeThat(python("import " + library)).as(library + " is not there").isNotNull();
    new NpzReporter().report(run);
    new Hdf5Reporter().report(run);
    new TensorBoardReporter().report(run);
    String read = python(lines + "; print(len(a), repr(float(a[-1])))");
    double[] losses = losses();
    assertThat(read).isNotNull().startsWith(losses.length + " ");
    assertThat(Double.parseDouble(read.split(" ")[1]))
        .isCloseTo(
            losses[losses.length - 1],
            // TensorBoard's scalars are float32.
            withinPercentage(1e-5));
  }

  // What a program prints; null if it fails, or there is no Python.
  private String python(String program) throws InterruptedException {
    try {
      Path printed = run.resolve("printed");
      Process process =
          new ProcessBuilder("python3", "-c", program)
              .directory(run.toFile())
              .redirectOutput(printed.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(120, TimeUnit.SECONDS) && process.exitValue() == 0
          ? Files.readString(printed).strip()
          : null;
    } catch (IOException e) {
      return null;
    }
  }
}

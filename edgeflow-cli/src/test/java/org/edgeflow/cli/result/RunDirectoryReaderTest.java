package org.edgeflow.cli.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.edgeflow.core.finding.Figure;
import org.edgeflow.core.settings.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryReaderTest {
  @TempDir Path directory;

  @Test
  void aRunIsReadAsItWasWritten() throws IOException {
    SyntheticRun.in(directory, 100).gradientFlow().edgeFlow("edge-flow").finish("valley");
    RunDirectory run = read();

    assertThat(run.summary().experiment()).isEqualTo("valley");
    assertThat(run.summary().threshold()).isEqualTo(2 / SyntheticRun.ETA);
    assertThat(run.summary().models())
        .extracting(ModelResult::name)
        .containsExactly("gradient-flow", "edge-flow");
    assertThat(run.summary().reference().get(Figure.CENTER_ERROR_AFTER)).isNaN();
    assertThat(run.summary().models().get(1).get(Figure.CENTER_ERROR_AFTER)).isEqualTo(0.031);
    assertThat(run.referenceTrajectory().rows()).isEqualTo(101);
    assertThat(run.referenceTrajectory().against("y").y(0)).isEqualTo(6);
    assertThat(run.referenceTrajectory().against("sharpness").size()).isEqualTo(11);
    assertThat(run.referenceTrajectory().against("no-such-column").size()).isZero();
    assertThat(run.summary().dtype()).hasValue("float64");
    assertThat(run.summary().seed()).hasValue(1);
    assertThat(run.provenance()).containsEntry("git.commit", "0123abc");
    assertThat(run.config()).startsWith("experiment:");
  }

  @Test
  void aDirectoryThatIsNoRunIsSaidSo() {
    assertThatThrownBy(this::read)
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("is no run directory");
    assertThatThrownBy(() -> new RunDirectoryReader().read(directory.resolve("nowhere")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("no such directory, expected a run directory");
  }

  @Test
  void aRunMayLackAModelsFileItsConfigAndItsProvenance() throws IOException {
    SyntheticRun.in(directory, 20).gradientFlow().finish("valley");
    Files.delete(directory.resolve("trajectories/gradient-flow.csv"));
    Files.delete(directory.resolve("config.yaml"));
    Files.delete(directory.resolve("provenance.json"));
    RunDirectory run = read();

    assertThat(run.trajectory(run.summary().models().get(0)).rows()).isZero();
    assertThat(run.config()).isEmpty();
    assertThat(run.provenance()).isEmpty();
  }

  @Test
  void damageIsReportedWithItsLine() throws IOException {
    SyntheticRun.in(directory, 20).finish("valley");
    Path file = directory.resolve("trajectories/gradient-descent.csv");
    String sound = Files.readString(file);

    Files.writeString(file, sound + "21,0.1\n");
    assertThatThrownBy(this::read)
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(
            "gradient-descent.csv:23: the row has 2 cells, the file has 8 columns");

    Files.writeString(file, sound.replaceFirst("\n0,[^,]*", "\n0,much"));
    assertThatThrownBy(this::read)
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(
            "gradient-descent.csv:2: column 'loss' has 'much', expected a number");

    Files.writeString(file, "");
    assertThatThrownBy(this::read)
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("no column 'step'");

    Files.writeString(directory.resolve("summary.json"), "{\"models\": [\n");
    assertThatThrownBy(this::read)
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("not valid JSON");
  }

  @Test
  void aModelsNameCannotLeadOutOfTheRun() throws IOException {
    SyntheticRun.in(directory, 20).finish("valley");
    Path file = directory.resolve("summary.json");
    Files.writeString(
        file,
        Files.readString(file).replace("\"models\": [", "\"models\": [{\"name\": \"../x\"},"));

    assertThatThrownBy(this::read)
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("'../x' cannot be a model's name");
  }

  @Test
  void quotedNamesOfColumnsMayHoldCommas() throws IOException {
    SyntheticRun.in(directory, 20).finish("valley");
    Path file = directory.resolve("trajectories/gradient-descent.csv");
    Files.writeString(file, Files.readString(file).replaceFirst("x,y\n", "\"w,1\",\"w\"\"2\"\n"));

    assertThat(read().referenceTrajectory().columns()).contains("w,1", "w\"2");
  }

  private RunDirectory read() throws IOException {
    return new RunDirectoryReader().read(directory);
  }
}

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
  void aRunLacksNoTableAndNoConfig() throws IOException {
    SyntheticRun.in(directory, 20).gradientFlow().finish("valley");
    Files.delete(directory.resolve("trajectories/gradient-flow.csv"));
    refused("gradient-flow.csv: there is no such file");
    Files.delete(directory.resolve("config.yaml"));
    refused("config.yaml: there is no such file");
  }

  @Test
  void rowsAreThoseThatTheOutcomeImpliesInTheirOrder() throws IOException {
    SyntheticRun.in(directory, 20).finish("valley");
    Path file = directory.resolve("trajectories/gradient-descent.csv");
    String sound = Files.readString(file);
    String row = sound.substring(sound.indexOf("\n7,"), sound.indexOf("\n8,"));

    Files.writeString(file, sound.replace(row, ""));
    refused("gradient-descent.csv:9: the row is of step 8, expected 7");
    Files.writeString(file, sound.replace(row, row + row));
    refused("gradient-descent.csv:10: the row is of step 7, expected 8");
    Files.writeString(file, sound.replace("\n7,", "\n-7,"));
    refused("gradient-descent.csv:9: column 'step' has '-7'");
    Files.writeString(file, sound.substring(0, sound.indexOf("\n20,") + 1));
    refused("it has 20 rows, expected 21");
    Files.writeString(file, sound.stripTrailing());
    refused("the last line has no end");
    for (String value : new String[] {"NaN", "1d", "0x1p3", "1E999", " 1"}) {
      Files.writeString(file, sound.replaceFirst("\n0,[^,]*", "\n0," + value));
      refused("gradient-descent.csv:2: column 'loss' has '" + value + "'");
    }
  }

  @Test
  void configAndSummaryAreOfOneRun() throws IOException {
    SyntheticRun.in(directory, 20).edgeFlow("edge-flow").finish("valley");
    Path config = directory.resolve("config.yaml");
    String sound = Files.readString(config);

    Files.writeString(config, sound.replace("rate: 0.3", "rate: 0.2"));
    refused("'learning-rate' is '0.2', but");
    Files.writeString(config, sound.replace("type: edge-flow", "type: gradient-flow"));
    refused("the models are edge-flow (gradient-flow), but");
  }

  @Test
  void figuresThatCannotBeAreRefused() throws IOException {
    SyntheticRun.in(directory, 20).edgeFlow("edge-flow").finish("valley");
    Path file = directory.resolve("summary.json");
    String sound = Files.readString(file);

    Files.writeString(
        file, sound.replace("\"name\": \"edge-flow\"", "\"name\": \"Gradient-Descent\""));
    refused("'models' lists 'Gradient-Descent' twice");
    Files.writeString(file, sound.replace("\"completed\"", "\"done\""));
    refused("'outcome' of 'gradient-descent' is 'done'");
    Files.writeString(file, sound.replace("\"seconds\": 0.0123", "\"seconds\": -1"));
    refused("'seconds' of 'gradient-descent' is -1.0");
    Files.writeString(file, sound.replace("\"steps\": 20", "\"steps\": 1e999"));
    refused("steps' is ");
    Files.writeString(file, sound + "{}");
    refused("not valid JSON");
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
        .hasMessageContaining("the first column is not 'step'");

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

  private void refused(String message) {
    assertThatThrownBy(this::read)
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }

  private RunDirectory read() throws IOException {
    return new RunDirectoryReader().read(directory);
  }
}

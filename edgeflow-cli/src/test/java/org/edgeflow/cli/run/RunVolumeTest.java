package org.edgeflow.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.edgeflow.cli.checkpoint.Checkpoint;
import org.edgeflow.cli.config.ConfigFile;
import org.edgeflow.cli.console.EnvironmentException;
import org.edgeflow.cli.directory.ArrayFiles;
import org.edgeflow.cli.directory.RunLayout;
import org.edgeflow.core.experiment.Experiment;
import org.edgeflow.core.experiment.plan.ExperimentPlan;
import org.edgeflow.core.experiment.plan.ExperimentReader;
import org.edgeflow.core.plugin.Registry;
import org.edgeflow.core.record.CsvRecorder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run is said to write is what it writes, and a little more. */
class RunVolumeTest {
  private static final String NETWORK =
      """
      experiment: volume
      steps: 60
      learning-rate: 0.1
      dataset: {type: digits, examples: 20}
      objective: {type: mlp, hidden: [8]}
      models: [gradient-flow, edge-flow]
      record: {sharpness-every: 5, arrays: %s}
      reports: []
      """;

  @TempDir Path temporary;
  private RunLayout layout;

  @BeforeEach
  void aDirectory() {
    layout = new RunLayout(temporary);
    layout.create();
  }

  private ExperimentPlan plan(String config) throws IOException {
    Path file = Files.writeString(temporary.resolve("volume.yaml"), config);
    return ExperimentReader.read(ConfigFile.read(file), Registry.load());
  }

  private static long bytes(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  @Test
  void tablesCheckpointsAndArraysTakeNoMoreThanIsSaidAndNotMuchLess() throws IOException {
    ExperimentPlan plan = plan(NETWORK.formatted("true"));
    try (Experiment experiment = Experiment.open(plan)) {
      RunVolume whole = RunVolume.of(plan, experiment);
      CsvRecorder recorder = CsvRecorder.create(layout.trajectories(), experiment.trajectories());
      experiment.run(recorder, progress -> progress.step() < 30);
      RunVolume rest = RunVolume.of(plan, experiment);
      new Checkpoint("", Map.of(), java.util.List.of(), recorder.sync(), experiment.snapshot())
          .save(layout.checkpoint());
      long checkpoint = Files.size(layout.checkpoint());
      experiment.run(recorder, progress -> true);
      recorder.close();
      ArrayFiles.write(layout.arrays(), experiment, plan.settings().dtype());

      assertThat(whole.rows()).isEqualTo(61);
      assertThat(rest.rows()).isEqualTo(30);
      long tables = bytes(layout.trajectories());
      assertThat(whole.tables()).isBetween((double) tables, 2.0 * tables);
      double besides = 2 * checkpoint + bytes(layout.arrays());
      assertThat(whole.besides()).isBetween(0.9 * besides, 2 * besides);
    }
    ExperimentPlan without = plan(NETWORK.formatted("false"));
    try (Experiment experiment = Experiment.open(without)) {
      assertThat(RunVolume.of(without, experiment).besides()).isPositive();
    }
  }

  @Test
  void whatTheDiskCannotHoldIsRefusedWithWhatWouldFit() {
    RunVolume volume = new RunVolume(1_000_000, 2, 3e8, 2e8, 1);
    volume.checkFits(layout, 5.1e8);
    assertThatThrownBy(() -> volume.checkFits(layout, 4.9e8))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("300 MB")
        .hasMessageContaining("200 MB of checkpoints and arrays")
        .hasMessageContaining("record: {every: 2}");
    assertThatThrownBy(() -> volume.checkFits(layout, 1e8))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("Free some space");
  }
}

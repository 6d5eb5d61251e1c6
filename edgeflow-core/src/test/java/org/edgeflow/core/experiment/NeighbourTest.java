package org.edgeflow.core.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.edgeflow.core.checkpoint.SnapshotFile;
import org.edgeflow.core.experiment.TestRuns.Table;
import org.edgeflow.core.experiment.reference.Neighbour;
import org.edgeflow.core.finding.Figure;
import org.edgeflow.core.finding.Summary;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.heap.HeapBackend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** GD's own spread. */
class NeighbourTest {
  private static final int STEPS = 400;
  private static final List<Double> START = List.of(0.05, 6.3);

  private static Map<String, Object> valley(boolean spread, List<Double> start) {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("experiment", "valley");
    config.put("steps", STEPS);
    config.put("learning-rate", 0.3);
    config.put("objective", Map.of("type", "sharp-valley", "start", start));
    config.put("models", List.of("edge-flow"));
    config.put("record", Map.of("spread", spread));
    return config;
  }

  private static Summary run(Map<String, Object> config, BiConsumer<Table, Summary> check) {
    try (Experiment experiment = Experiment.open(TestRuns.plan(config))) {
      Table table = new Table(experiment);
      experiment.run(table, progress -> true);
      check.accept(table, experiment.summary());
      return experiment.summary();
    }
  }

  private static double reference(Summary summary, Figure figure) {
    return summary.models().get(0).get(figure);
  }

  @ParameterizedTest
  @EnumSource(DataType.class)
  void everyCoordinateMovesToANeighbourOfItsFormat(DataType format) {
    HeapBackend backend = new HeapBackend(format);
    boolean single = format == DataType.FLOAT32;
    double[] values = {0.75, -1e-9f, 0, 3e8, 1, 1, 1, 1};
    Tensor start = backend.of(values, values.length);
    double[] moved = new double[values.length];
    backend.read(Neighbour.oneRoundingFrom(start, 7), moved);
    int up = 0;
    for (int i = 0; i < values.length; i++) {
      double size = values[i] == 0 ? 1e-9f : values[i];
      assertThat(Math.abs(moved[i] - values[i]))
          .as("coordinate %d", i)
          .isEqualTo(single ? Math.ulp((float) size) : Math.ulp(size));
      up += moved[i] > values[i] ? 1 : 0;
    }
    assertThat(up).isBetween(1, values.length - 1);
    double[] untouched = new double[values.length];
    backend.read(start, untouched);
    assertThat(untouched).containsExactly(values);
    double[] again = new double[values.length];
    backend.read(Neighbour.oneRoundingFrom(start, 7), again);
    assertThat(again).containsExactly(moved);
    double[] origin = new double[2];
    backend.read(Neighbour.oneRoundingFrom(backend.zeros(2), 7), origin);
    assertThat(Math.abs(origin[0])).isEqualTo(format.epsilon());
  }

  @Test
  void theSpreadIsTheMeanDistanceOfTwoRunsThatStartOneRoundingApart() {
    HeapBackend backend = new HeapBackend(DataType.FLOAT64);
    double[] start = {START.get(0), START.get(1)};
    double[] moved = new double[2];
    backend.read(Neighbour.oneRoundingFrom(backend.of(start, 2), 1), moved);
    Map<String, Object> config = valley(false, List.of(moved[0], moved[1]));
    run(
        config,
        (other, unused) ->
            run(
                valley(true, START),
                (table, summary) -> {
                  double[][] first = coordinates(table);
                  double[][] second = coordinates(other);
                  int onset = (int) reference(summary, Figure.ONSET_STEP);
                  assertThat(onset).isPositive();
                  double sum = 0;
                  // The last centre needs an iterate that no row has.
                  for (int k = onset; k < STEPS; k++) {
                    sum += Math.hypot(apart(first, second, 0, k), apart(first, second, 1, k));
                  }
                  double spread = reference(summary, Figure.SPREAD_AFTER);
                  assertThat(spread).isPositive();
                  assertThat(spread).isCloseTo(sum / (STEPS - onset), within(0.02 * spread));
                }));
  }

  private static double[][] coordinates(Table table) {
    return new double[][] {
      table.column("gradient-descent", "x"), table.column("gradient-descent", "y")
    };
  }

  private static double apart(double[][] first, double[][] second, int i, int k) {
    return 0.25 * (first[i][k - 1] - second[i][k - 1])
        + 0.5 * (first[i][k] - second[i][k])
        + 0.25 * (first[i][k + 1] - second[i][k + 1]);
  }

  @Test
  void askingForItChangesNoRowAndCountsNothing() {
    run(
        valley(false, START),
        (without, plain) ->
            run(
                valley(true, START),
                (with, summary) -> {
                  assertThat(reference(plain, Figure.SPREAD_AFTER)).isNaN();
                  for (String name : List.of("gradient-descent", "edge-flow")) {
                    for (int i = 0; i <= STEPS; i++) {
                      assertThat(with.rows(name).get(i)).containsExactly(without.rows(name).get(i));
                    }
                  }
                  for (Figure cost : List.of(Figure.GRADIENTS, Figure.HVPS)) {
                    assertThat(reference(summary, cost)).isEqualTo(reference(plain, cost));
                  }
                }));
  }

  @Test
  void anInterruptedRunFindsTheSameSpread(@TempDir Path directory) throws IOException {
    Map<String, Object> config = valley(true, START);
    double whole = reference(run(config, (table, summary) -> {}), Figure.SPREAD_AFTER);
    for (long stop : new long[] {0, 50, 399}) {
      Path file = directory.resolve("state" + stop + ".npz");
      try (Experiment experiment = Experiment.open(TestRuns.plan(config))) {
        experiment.run(new Table(experiment), progress -> progress.step() < stop);
        SnapshotFile.save(experiment.snapshot(), file);
      }
      try (Experiment experiment = Experiment.open(TestRuns.plan(config))) {
        experiment.restore(SnapshotFile.load(file));
        experiment.run(new Table(experiment), progress -> true);
        assertThat(reference(experiment.summary(), Figure.SPREAD_AFTER)).isEqualTo(whole);
      }
    }
  }
}

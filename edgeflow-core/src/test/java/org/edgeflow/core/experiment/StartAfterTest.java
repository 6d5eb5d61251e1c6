package org.edgeflow.core.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.edgeflow.core.checkpoint.SnapshotFile;
import org.edgeflow.core.experiment.TestRuns.Table;
import org.edgeflow.core.finding.Figure;
import org.edgeflow.core.finding.ModelSummary;
import org.edgeflow.core.settings.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models that start from GD's step N. */
class StartAfterTest {
  private static final int STEPS = 600;

  private static Map<String, Object> valley(long startAfter) {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("experiment", "valley");
    config.put("steps", STEPS);
    config.put("start-after", startAfter);
    config.put("learning-rate", 0.3);
    config.put("objective", Map.of("type", "sharp-valley", "start", List.of(0.05, 6.3)));
    config.put(
        "models",
        List.of("edge-flow", Map.of("type", "edge-flow", "name", "t", "solver", "two-step")));
    return config;
  }

  private static Table run(Map<String, Object> config) {
    try (Experiment experiment = Experiment.open(TestRuns.plan(config))) {
      Table table = new Table(experiment);
      experiment.run(table, progress -> true);
      return table;
    }
  }

  @Test
  void aModelStartsFromTheCentreAndOscillationOfGradientDescent() {
    int start = 20;
    Table table = run(valley(start));
    double[] oscillation = table.column("gradient-descent", "oscillation");
    for (String model : List.of("edge-flow", "t")) {
      assertThat(table.column(model, "step")[start]).isEqualTo(start);
      assertThat(table.column(model, "center_error")[start])
          .as("how the path bends")
          .isLessThan(5e-3 * oscillation[start]);
      assertThat(table.column(model, "magnitude")[start])
          .isCloseTo(oscillation[start], within(0.02 * oscillation[start]));
    }
  }

  /**
   * On a quadratic the two-step centres of iterate and average obey the optimizer's own map; what
   * the solver moves between centre and oscillation is all that is left.
   */
  @Test
  void aLateModelGoesOnFromTheOptimizersAverages() {
    for (String optimizer : List.of("heavy-ball", "nesterov")) {
      Map<String, Object> config = valley(20);
      config.put("steps", 80);
      config.put("learning-rate", 1.0);
      config.put("optimizer", optimizer);
      config.put(
          "objective",
          Map.of(
              "type", "quadratic", "eigenvalues", List.of(1.7, 0.1), "start", List.of(1.0, 10.0)));
      config.put("models", List.of(Map.of("type", "edge-flow", "preset", "map", "name", "map")));
      double[] errors = run(config).column("map", "center_error");
      assertThat(Arrays.stream(errors).skip(20).max().orElseThrow()).isLessThan(1e-5);
      assertThat(Arrays.stream(errors).skip(20)).noneMatch(value -> Double.isNaN(value));
    }
  }

  /**
   * With {@code c + δ} at GD's iterate, GD's two-step map is GD: its centre errs by the bend alone.
   */
  @Test
  void fromALateStartTheMapIsGradientDescent() {
    Map<String, Object> config = valley(20);
    config.put("models", List.of(Map.of("type", "edge-flow", "preset", "map")));
    Table table = run(config);
    double[] errors = table.column("edge-flow", "center_error");
    double[] oscillation = table.column("gradient-descent", "oscillation");
    for (int k = 20; k < 400; k++) {
      assertThat(errors[k]).as("step %d", k).isLessThan(0.01 * oscillation[k]);
    }
  }

  /** On the quadratic ½(λ₁w₁² + λ₂w₂²) GD's iterates are (1 − ηλ₁)^k and (1 − ηλ₂)^k. */
  @Test
  void theBendOfThePathIsNotTakenForAnOscillation() {
    for (int start : new int[] {6, 20}) {
      Map<String, Object> config = valley(start);
      config.put("steps", 40);
      config.put("learning-rate", 1.0);
      config.put(
          "objective",
          Map.of(
              "type", "quadratic", "eigenvalues", List.of(1.7, 0.1), "start", List.of(0.01, 10.0)));
      config.put("models", List.of(Map.of("type", "edge-flow", "curvature", "chord")));
      Table table = run(config);
      double truth = 0.01 * Math.pow(0.7, start);
      assertThat(table.column("gradient-descent", "oscillation")[start]).isGreaterThan(3 * truth);
      assertThat(table.column("edge-flow", "magnitude")[start])
          .isCloseTo(truth, within(1e-3 * truth));
    }
  }

  @Test
  void whereGradientDescentDoesNotOscillateModelsStartWithRounding() {
    Map<String, Object> config = valley(20);
    config.put("steps", 40);
    config.put("learning-rate", 1.0);
    config.put(
        "objective",
        Map.of("type", "quadratic", "eigenvalues", List.of(0.8, 0.1), "start", List.of(1.0, 1.0)));
    config.put("models", List.of(Map.of("type", "edge-flow", "curvature", "chord")));
    assertThat(run(config).column("edge-flow", "magnitude")[20]).isLessThan(1e-15);
  }

  @Test
  void rowsBeforeTheStartHoldTheirStepAlone() {
    Table table = run(valley(20));
    assertThat(table.rows("edge-flow")).hasSize(STEPS + 1);
    for (int k = 0; k < 20; k++) {
      double[] row = table.rows("edge-flow").get(k);
      assertThat(row[0]).isEqualTo(k);
      assertThat(Arrays.stream(row).skip(1)).allMatch(value -> Double.isNaN(value));
    }
    assertThat(Arrays.stream(table.rows("edge-flow").get(20)).skip(1))
        .anyMatch(value -> !Double.isNaN(value));
  }

  @Test
  void onlyStepsAfterTheStartCost() {
    try (Experiment experiment = Experiment.open(TestRuns.plan(valley(100)))) {
      experiment.run(new Table(experiment), progress -> true);
      ModelSummary flow = experiment.summary().models().get(1);
      assertThat(flow.get(Figure.GRADIENTS)).isEqualTo(2 * (STEPS - 100));
      assertThat(flow.get(Figure.STEPS)).isEqualTo(STEPS);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gradient-descent", "heavy-ball", "rmsprop-scalar", "nadam"})
  void aRunInterruptedBeforeOrAfterTheStartEqualsAnUninterruptedOne(
      String optimizer, @TempDir Path directory) throws IOException {
    Map<String, Object> config = valley(100);
    config.put("optimizer", optimizer);
    Table whole = run(config);
    for (long stop : new long[] {40, 99, 100, 300}) {
      Path file = directory.resolve("state" + stop + ".npz");
      Table table;
      try (Experiment experiment = Experiment.open(TestRuns.plan(config))) {
        table = new Table(experiment);
        experiment.run(table, progress -> progress.step() < stop);
        SnapshotFile.save(experiment.snapshot(), file);
      }
      try (Experiment experiment = Experiment.open(TestRuns.plan(config))) {
        experiment.restore(SnapshotFile.load(file));
        experiment.run(table, progress -> true);
        for (String name : List.of(optimizer, "edge-flow", "t")) {
          for (int i = 0; i <= STEPS; i++) {
            assertThat(table.rows(name).get(i))
                .as("%s, row %d, stopped at %d", name, i, stop)
                .containsExactly(whole.rows(name).get(i));
          }
        }
      }
    }
  }

  @Test
  void aStartBeyondTheLastStepIsRefused() {
    assertThatThrownBy(() -> TestRuns.plan(valley(STEPS)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("'start-after' is 600")
        .hasMessageContaining("'steps' is 600");
  }

  @Test
  void aMeasuredOscillationIsRefusedWhereGradientDescentHasNotRun() {
    Map<String, Object> config = valley(0);
    config.put("models", List.of(Map.of("type", "edge-flow", "initial-magnitude", "measured")));
    assertThatThrownBy(() -> TestRuns.plan(config))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("model 'edge-flow': 'initial-magnitude: measured'")
        .hasMessageContaining("'start-after' is 0")
        .hasMessageContaining("give the run a 'start-after'");
    config.put("start-after", 10);
    assertThat(TestRuns.plan(config).models()).hasSize(1);
  }

  @Test
  void aRunThatStartsBeyondTheEdgeHasErrorsThoughNoOnset() {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("experiment", "quartic");
    config.put("steps", 200);
    config.put("learning-rate", 1);
    config.put(
        "objective", Map.of("type", "quartic", "curvature", 2.2, "softening", 1, "start", 0.3));
    config.put("models", List.of(Map.of("type", "edge-flow", "curvature", "chord")));
    try (Experiment experiment = Experiment.open(TestRuns.plan(config))) {
      Table table = new Table(experiment);
      experiment.run(table, progress -> true);
      ModelSummary descent = experiment.summary().models().get(0);
      ModelSummary flow = experiment.summary().models().get(1);
      assertThat(descent.get(Figure.ONSET_STEP)).isNaN();
      assertThat(descent.get(Figure.OSCILLATION_AFTER)).isPositive();
      double[] errors = table.column("edge-flow", "center_error");
      assertThat(flow.get(Figure.CENTER_ERROR_AFTER))
          .isCloseTo(Arrays.stream(errors).average().orElseThrow(), within(1e-12));
      assertThat(flow.get(Figure.CENTER_ERROR_BEFORE)).isNaN();
    }
  }

  @Test
  void aModelsOnsetComesAfterTheFirstOscillationOfGradientDescentHasDied() {
    Map<String, Object> config = valley(0);
    config.put("steps", 2000);
    try (Experiment experiment = Experiment.open(TestRuns.plan(config))) {
      Table table = new Table(experiment);
      experiment.run(table, progress -> true);
      double[] oscillation = table.column("gradient-descent", "oscillation");
      double[] x = table.column("gradient-descent", "x");
      double[] y = table.column("gradient-descent", "y");
      int below = 1;
      while (oscillation[below]
          >= 1e-3
              * Math.hypot(
                  (x[below - 1] + 2 * x[below] + x[below + 1]) / 4 - x[0],
                  (y[below - 1] + 2 * y[below] + y[below + 1]) / 4 - y[0])) {
        below++;
      }
      for (ModelSummary model : experiment.summary().models()) {
        assertThat(model.get(Figure.ONSET_STEP)).as(model.name()).isGreaterThan(below);
      }
    }
  }

  @Test
  void theYardsticksAreWhatTheRowsSay() {
    Map<String, Object> config = valley(0);
    config.put("steps", 2000);
    try (Experiment experiment = Experiment.open(TestRuns.plan(config))) {
      Table table = new Table(experiment);
      experiment.run(table, progress -> true);
      ModelSummary descent = experiment.summary().models().get(0);
      ModelSummary flow = experiment.summary().models().get(1);
      int onset = (int) descent.get(Figure.ONSET_STEP);
      assertThat(onset).isPositive();
      double[] oscillation = table.column("gradient-descent", "oscillation");
      double[] magnitude = table.column("edge-flow", "magnitude");
      double[] x = table.column("edge-flow", "x");
      double[] y = table.column("edge-flow", "y");
      double[] after = Arrays.copyOfRange(oscillation, onset, oscillation.length);
      assertThat(descent.get(Figure.OSCILLATION_AFTER))
          .isCloseTo(Arrays.stream(after).average().orElseThrow(), within(1e-12));
      double[] ratios = new double[after.length];
      Arrays.setAll(ratios, i -> magnitude[onset + i] / after[i]);
      Arrays.sort(ratios);
      double median = 0.5 * (ratios[(ratios.length - 1) / 2] + ratios[ratios.length / 2]);
      assertThat(flow.get(Figure.MAGNITUDE_RATIO_AFTER)).isCloseTo(median, within(1e-12));
      double sum = 0;
      for (int k = onset + 1; k < x.length - 1; k++) {
        sum += 0.25 * Math.hypot(x[k + 1] - 2 * x[k] + x[k - 1], y[k + 1] - 2 * y[k] + y[k - 1]);
      }
      assertThat(flow.get(Figure.ALTERNATION_AFTER))
          .isCloseTo(sum / (x.length - 2 - onset), within(1e-12));
    }
  }
}

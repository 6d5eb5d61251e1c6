package org.edgeflow.core.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.edgeflow.core.checkpoint.Snapshot;
import org.edgeflow.core.checkpoint.SnapshotFile;
import org.edgeflow.core.experiment.TestRuns.Table;
import org.edgeflow.core.experiment.plan.ExperimentPlan;
import org.edgeflow.core.experiment.plan.ExperimentReader;
import org.edgeflow.core.finding.Figure;
import org.edgeflow.core.finding.ModelSummary;
import org.edgeflow.core.finding.Outcome;
import org.edgeflow.core.finding.Summary;
import org.edgeflow.core.flow.Flow;
import org.edgeflow.core.flow.FlowFactory;
import org.edgeflow.core.flow.FlowStoppedException;
import org.edgeflow.core.flow.Reading;
import org.edgeflow.core.flow.State;
import org.edgeflow.core.plugin.CorePlugin;
import org.edgeflow.core.plugin.EdgeFlowPlugin;
import org.edgeflow.core.plugin.Registry;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.settings.Description;
import org.edgeflow.core.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExperimentTest {
  private static final double ETA = 0.3;

  private static Map<String, Object> sharpValley(int steps, Object... models) {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("experiment", "sharp-valley");
    config.put("steps", steps);
    config.put("learning-rate", ETA);
    config.put("objective", Map.of("type", "sharp-valley", "start", List.of(0.05, 6.3)));
    config.put("models", List.of(models));
    return config;
  }

  private static Table run(Map<String, Object> config) {
    try (Experiment experiment = Experiment.open(TestRuns.plan(config))) {
      Table table = new Table(experiment);
      assertThat(experiment.run(table, progress -> true)).isTrue();
      return table;
    }
  }

  private static Summary summarize(Map<String, Object> config) {
    try (Experiment experiment = Experiment.open(TestRuns.plan(config))) {
      experiment.run(new Table(experiment), progress -> true);
      return experiment.summary();
    }
  }

  @Test
  void gradientDescentAgreesWithTheTwoLineRecursionAndEndsAtTheEdge() {
    int steps = 3000;
    Table table = run(sharpValley(steps));
    double[] xs = table.column("gradient-descent", "x");
    double[] ys = table.column("gradient-descent", "y");
    double x = 0.05;
    double y = 6.3;
    for (int k = 0; k <= steps; k++) {
      assertThat(xs[k]).as("x at %d", k).isCloseTo(x, within(1e-12));
      assertThat(ys[k]).as("y at %d", k).isCloseTo(y, within(1e-12));
      double xNext = x - ETA * ((y + 1.5 * x) * x - 0.01);
      y = y - ETA * (0.5 * x * x - 0.01);
      x = xNext;
    }
    assertThat(ys[steps]).isCloseTo(2 / ETA, within(0.01 * 2 / ETA));
  }

  @Test
  void rowsHoldTheContractsFigures() {
    Table table = run(sharpValley(200, "edge-flow"));
    double[] loss = table.column("gradient-descent", "loss");
    double[] average = table.column("gradient-descent", "average_loss");
    double[] oscillation = table.column("gradient-descent", "oscillation");
    double[] x = table.column("gradient-descent", "x");
    double[] y = table.column("gradient-descent", "y");
    double[] error = table.column("edge-flow", "center_error");
    double[] relative = table.column("edge-flow", "relative_center_error");
    double[] cx = table.column("edge-flow", "x");
    double[] cy = table.column("edge-flow", "y");
    assertThat(oscillation[0]).isNaN();
    assertThat(average[0]).isEqualTo(loss[0]);
    assertThat(error[0]).isZero();
    for (int k = 1; k < 200; k++) {
      double ax = (x[k - 1] + 2 * x[k] + x[k + 1]) / 4;
      double ay = (y[k - 1] + 2 * y[k] + y[k + 1]) / 4;
      assertThat(average[k])
          .isCloseTo((loss[k - 1] + 2 * loss[k] + loss[k + 1]) / 4, within(1e-14));
      assertThat(oscillation[k]).isCloseTo(Math.hypot(ax - x[k], ay - y[k]), within(1e-14));
      assertThat(error[k]).isCloseTo(Math.hypot(cx[k] - ax, cy[k] - ay), within(1e-14));
      assertThat(relative[k]).isCloseTo(error[k] / Math.hypot(ax - 0.05, ay - 6.3), within(1e-9));
    }
  }

  @Test
  void edgeFlowCostsTwoGradientsAndOneProductAnIterationAndDescentOneGradient() {
    Summary summary = summarize(sharpValley(50, "edge-flow"));
    ModelSummary descent = summary.models().get(0);
    ModelSummary flow = summary.models().get(1);
    assertThat(descent.get(Figure.GRADIENTS)).isEqualTo(50);
    assertThat(descent.get(Figure.HVPS)).isZero();
    assertThat(flow.get(Figure.GRADIENTS)).isEqualTo(100);
    assertThat(flow.get(Figure.HVPS)).isEqualTo(50);
    assertThat(flow.get(Figure.SEED_HVPS)).isPositive();
    assertThat(flow.outcome()).isEqualTo(new Outcome(Outcome.Kind.COMPLETED, 50, ""));
  }

  @Test
  void equalConfigsGiveEqualBits() {
    assertEqualRows(
        run(sharpValley(300, "edge-flow")), run(sharpValley(300, "edge-flow")), "edge-flow");
  }

  @Test
  void recordingNeverChangesATrajectory() {
    Map<String, Object> watched = sharpValley(300, "edge-flow");
    watched.put(
        "record", Map.of("sharpness-every", 1, "probes", List.of("gradient-norm", "eigenvalues")));
    Map<String, Object> unwatched = sharpValley(300, "edge-flow");
    unwatched.put("record", Map.of("sharpness-every", 0));
    Table with = run(watched);
    Table without = run(unwatched);
    for (String column : List.of("loss", "predicted_loss", "magnitude", "center_error", "x", "y")) {
      assertThat(with.column("edge-flow", column))
          .containsExactly(without.column("edge-flow", column));
    }
  }

  @Test
  void aRunResumedFromItsCheckpointEqualsAnUninterruptedOne(@TempDir Path directory)
      throws IOException {
    Map<String, Object> config =
        sharpValley(
            400, "edge-flow", Map.of("type", "edge-flow", "name", "t", "solver", "transfer"));
    Path file = directory.resolve("state.npz");
    Table whole = run(config);
    Summary wholeSummary = summarize(config);
    Table first;
    try (Experiment experiment = Experiment.open(TestRuns.plan(config))) {
      first = new Table(experiment);
      assertThat(experiment.run(first, progress -> progress.step() < 177)).isFalse();
      SnapshotFile.save(experiment.snapshot(), file);
    }
    try (Experiment experiment = Experiment.open(TestRuns.plan(config))) {
      experiment.restore(SnapshotFile.load(file));
      assertThat(experiment.nextStep()).isEqualTo(178);
      assertThat(experiment.run(first, progress -> true)).isTrue();
      for (String name : List.of("gradient-descent", "edge-flow", "t")) {
        assertEqualRows(first, whole, name);
      }
      for (int i = 0; i < 3; i++) {
        ModelSummary resumed = experiment.summary().models().get(i);
        ModelSummary uninterrupted = wholeSummary.models().get(i);
        for (Figure figure : Figure.values()) {
          if (figure != Figure.SECONDS) {
            assertThat(resumed.get(figure))
                .as(figure.key())
                .isEqualTo(Double.valueOf(uninterrupted.get(figure)));
          }
        }
      }
    }
  }

  private static void assertEqualRows(Table left, Table right, String name) {
    assertThat(left.rows(name)).hasSameSizeAs(right.rows(name));
    for (int i = 0; i < left.rows(name).size(); i++) {
      assertThat(left.rows(name).get(i)).as("row %d", i).containsExactly(right.rows(name).get(i));
    }
  }

  @Test
  void aCheckpointOfAnotherRunIsRefused() {
    try (Experiment experiment = Experiment.open(TestRuns.plan(sharpValley(10, "edge-flow")));
        Experiment other = Experiment.open(TestRuns.plan(sharpValley(10)))) {
      assertThatThrownBy(() -> experiment.restore(other.snapshot()))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("belongs to another run");
    }
  }

  @Test
  void aCheckpointWithTheFieldsOfAnEarlierVersionIsRefused() {
    try (Experiment experiment = Experiment.open(TestRuns.plan(sharpValley(10, "edge-flow")))) {
      Snapshot old = new Snapshot();
      old.putCounts("next_step", 5);
      assertThatThrownBy(() -> experiment.restore(old))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("of an earlier version of EdgeFlow")
          .hasMessageContaining("run the config anew");
    }
  }

  @Test
  void onTheQuarticTheChordSettlesAndTheCentreClosureDivergesWhileTheOthersGoOn() {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("experiment", "quartic");
    config.put("steps", 400);
    config.put("learning-rate", 1);
    config.put("objective", Map.of("type", "quartic", "curvature", 2.2, "softening", 1));
    config.put(
        "models",
        List.of("edge-flow", Map.of("type", "edge-flow", "name", "chord", "curvature", "chord")));
    try (Experiment experiment = Experiment.open(TestRuns.plan(config))) {
      Table table = new Table(experiment);
      experiment.run(table, progress -> true);
      List<ModelSummary> models = experiment.summary().models();
      assertThat(models.get(1).outcome().kind()).isEqualTo(Outcome.Kind.DIVERGED);
      assertThat(models.get(1).outcome().step()).isBetween(1L, 399L);
      assertThat(models.get(1).outcome().advice()).contains("max-loss");
      assertThat(models.get(2).outcome().kind()).isEqualTo(Outcome.Kind.COMPLETED);
      assertThat(table.column("chord", "magnitude")[400]).isCloseTo(Math.sqrt(0.2), within(1e-8));
      assertThat(table.rows("edge-flow")).hasSize((int) models.get(1).outcome().step());
    }
  }

  @Test
  void aReferenceThatDivergesEndsAloneAndComparisonsAreEmptyAfterwards() {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("experiment", "quadratic");
    config.put("steps", 60);
    config.put("learning-rate", 1);
    config.put(
        "objective",
        Map.of("type", "quadratic", "eigenvalues", List.of(4, 1), "start", List.of(1, 1)));
    config.put(
        "models", List.of(Map.of("type", "edge-flow", "rate", "logarithmic", "name", "flow")));
    try (Experiment experiment = Experiment.open(TestRuns.plan(config))) {
      Table table = new Table(experiment);
      experiment.run(table, progress -> true);
      ModelSummary descent = experiment.summary().models().get(0);
      assertThat(descent.outcome().kind()).isEqualTo(Outcome.Kind.DIVERGED);
      int end = (int) descent.outcome().step();
      assertThat(table.rows("gradient-descent")).hasSize(end);
      assertThat(table.rows("flow").size()).isGreaterThan(end - 1);
    }
  }

  /** A flow that cannot start, as one that finds more critical directions than it may track. */
  private static final class Unstartable implements FlowFactory<Unstartable.Settings> {
    record Settings() {}

    @Override
    public Class<Settings> settings() {
      return Settings.class;
    }

    @Override
    public Description description() {
      return new Description("Stops before it starts.");
    }

    @Override
    public Flow create(Settings settings, Context context) {
      return new Flow() {
        @Override
        public State initial(Tensor start) {
          throw new FlowStoppedException("there is no start from here; take another");
        }

        @Override
        public Reading derivative(State state, State derivative) {
          throw new AssertionError("it has no state to be asked about");
        }
      };
    }
  }

  @Test
  void aModelThatCannotStartIsAStoppedOutcomeAndTheOthersGoOn() {
    Registry registry =
        Registry.of(
            List.of(
                new CorePlugin(),
                new EdgeFlowPlugin() {
                  @Override
                  protected void configure() {
                    flow("unstartable", new Unstartable());
                  }
                }));
    ExperimentPlan plan =
        ExperimentReader.read(
            TestRuns.config(sharpValley(20, "unstartable", "edge-flow")), registry);
    try (Experiment experiment = Experiment.open(plan)) {
      Table table = new Table(experiment);
      assertThat(experiment.run(table, progress -> true)).isTrue();
      Outcome outcome = experiment.summary().models().get(1).outcome();
      assertThat(outcome)
          .isEqualTo(
              new Outcome(Outcome.Kind.STOPPED, 0, "there is no start from here; take another"));
      assertThat(table.rows("unstartable")).isEmpty();
      assertThat(table.rows("edge-flow")).hasSize(21);
      assertThat(experiment.parameters()).containsKey("unstartable");
      experiment.restore(experiment.snapshot());
      assertThat(experiment.summary().models().get(1).outcome()).isEqualTo(outcome);
    }
  }

  @Test
  void aMisspeltSolverIsRefusedWithTheNearestName() {
    Map<String, Object> config = sharpValley(10);
    config.put("models", List.of(Map.of("type", "edge-flow", "solver", "transfr")));
    assertThatThrownBy(() -> TestRuns.plan(config))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("unknown solver 'transfr'. Did you mean 'transfer'?");
  }

  @Test
  void theResolvedConfigRepeatsTheRun() {
    Map<String, Object> config = sharpValley(50, "edge-flow");
    ExperimentPlan plan = TestRuns.plan(config);
    ExperimentPlan again = ExperimentReader.read(plan.resolved(), Registry.load());
    assertThat(again.settings().steps()).isEqualTo(50);
    assertThat(again.models().get(0).flow().settings())
        .isEqualTo(plan.models().get(0).flow().settings());
    assertThat(again.models().get(0).solver().settings())
        .isEqualTo(plan.models().get(0).solver().settings());
    assertThat(again.objective().settings()).isEqualTo(plan.objective().settings());
    assertThat(again.recording()).isEqualTo(plan.recording());
    assertThat(again.resolved().entries().keySet()).isEqualTo(plan.resolved().entries().keySet());
  }

  @Test
  void everythingWrongWithAConfigIsReportedAtOnce() {
    Map<String, Object> config =
        sharpValley(10, "edge-flaw", Map.of("type", "edge-flow", "ratio", 1));
    config.put("learning-rate", -0.1);
    config.put("stepz", 3);
    assertThatThrownBy(() -> TestRuns.plan(config))
        .isInstanceOfSatisfying(
            ConfigException.class,
            e ->
                assertThat(e.problems())
                    .anySatisfy(p -> assertThat(p).contains("'stepz'").contains("'steps'"))
                    .anySatisfy(
                        p ->
                            assertThat(p)
                                .contains("'learning-rate' is -0.1")
                                .contains("larger than 0"))
                    .anySatisfy(p -> assertThat(p).contains("edge-flaw").contains("'edge-flow'"))
                    .anySatisfy(p -> assertThat(p).contains("models[1].ratio").contains("rate")));
  }

  @Test
  void twoModelsOfOneNameAreRefused() {
    assertThatThrownBy(() -> TestRuns.plan(sharpValley(10, "edge-flow", "edge-flow")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("two models are called 'edge-flow'");
  }
}

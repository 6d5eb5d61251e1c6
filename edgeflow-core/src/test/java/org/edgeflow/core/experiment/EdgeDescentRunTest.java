package org.edgeflow.core.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.edgeflow.core.checkpoint.Snapshot;
import org.edgeflow.core.experiment.TestRuns.Table;
import org.edgeflow.core.finding.Figure;
import org.edgeflow.core.finding.ModelSummary;
import org.edgeflow.core.finding.Outcome;
import org.edgeflow.core.settings.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Edge Gradient Descent as the reference of a run. */
class EdgeDescentRunTest {
  private static final String NAME = "edge-gradient-descent";

  private static Map<String, Object> valley(Map<String, Object> optimizer) {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("experiment", "valley");
    config.put("steps", 60);
    config.put("learning-rate", 0.3);
    config.put("objective", Map.of("type", "sharp-valley", "start", List.of(0.3, 6.6)));
    Map<String, Object> section = new LinkedHashMap<>(optimizer);
    section.put("type", NAME);
    config.put("optimizer", section);
    return config;
  }

  private static ModelSummary summary(Map<String, Object> config) {
    try (Experiment experiment = Experiment.open(TestRuns.plan(config))) {
      experiment.run(new Table(experiment), progress -> true);
      return experiment.summary().models().get(0);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "damping", "clip", "hold"})
  void aResumedRunHasTheRowsOfOneThatWasNeverStopped(String control) {
    Map<String, Object> config = valley(Map.of("control", control, "substeps", 2));
    Table whole;
    try (Experiment experiment = Experiment.open(TestRuns.plan(config))) {
      whole = new Table(experiment);
      experiment.run(whole, progress -> true);
    }
    Snapshot snapshot;
    try (Experiment experiment = Experiment.open(TestRuns.plan(config))) {
      experiment.run(new Table(experiment), progress -> progress.step() < 25);
      snapshot = experiment.snapshot();
    }
    try (Experiment experiment = Experiment.open(TestRuns.plan(config))) {
      experiment.restore(snapshot);
      Table rest = new Table(experiment);
      experiment.run(rest, progress -> true);
      List<double[]> expected = whole.rows(NAME);
      List<double[]> resumed = rest.rows(NAME);
      assertThat(resumed).hasSize(35);
      for (int i = 0; i < resumed.size(); i++) {
        assertThat(resumed.get(i)).isEqualTo(expected.get(26 + i));
      }
    }
  }

  @Test
  void whatItCostsIsCountedAndWhatTheStartCostsApart() {
    ModelSummary found = summary(valley(Map.of("substeps", 3)));
    assertThat(found.get(Figure.GRADIENTS)).isEqualTo(60 * 2 * 3);
    assertThat(found.get(Figure.HVPS)).isZero();
    assertThat(found.get(Figure.SEED_GRADIENTS)).isEqualTo(1);
    assertThat(found.get(Figure.SEED_HVPS)).isPositive();
  }

  @Test
  void aStepSizeThatCollapsesIsAnOutcomeWithAdvice() {
    Map<String, Object> config = valley(Map.of("tolerance", 1e-10));
    config.put("objective", Map.of("type", "quartic", "curvature", 400, "start", 1.0));
    config.put("max-loss", 1e300);
    ModelSummary found = summary(config);
    assertThat(found.outcome().kind()).isEqualTo(Outcome.Kind.STOPPED);
    assertThat(found.outcome().advice())
        .contains("the step size fell below")
        .contains("larger 'tolerance'");
  }

  @Test
  void modelsAndSamplesAreRefusedWithWhatWouldGoTogether() {
    Map<String, Object> config = valley(Map.of());
    config.put("models", List.of("edge-flow"));
    assertThatThrownBy(() -> TestRuns.plan(config))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("is made of a flow itself: no model describes it")
        .hasMessageContaining("gradient-descent, heavy-ball");
  }

  @ParameterizedTest
  @ValueSource(strings = {"hold", "damping"})
  void aMagnitudeThatIsNotResolvedIsOneMessageBeforeTheFirstStep(String control) {
    Map<String, Object> config =
        valley(Map.of("control", control, "initial-magnitude", "rounding"));
    assertThatThrownBy(() -> Experiment.open(TestRuns.plan(config)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("optimizer 'edge-gradient-descent': 'control: " + control + "'")
        .hasMessageContaining("initial-magnitude: half-step");
  }
}

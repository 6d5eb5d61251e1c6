package org.edgeflow.cli.fidelity.standing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.edgeflow.cli.result.ModelResult;
import org.edgeflow.cli.result.RunSummary;
import org.edgeflow.core.finding.Figure;
import org.edgeflow.core.finding.Figures;
import org.junit.jupiter.api.Test;

class CriterionTest {
  private static final double OSCILLATION = 0.5;

  private static ModelResult result(String name, String type, Map<Figure, Double> figures) {
    return new ModelResult(
        name,
        type,
        "completed",
        Figures.of(figure -> figures.getOrDefault(figure, Double.NaN)),
        Optional.empty(),
        Optional.empty());
  }

  private static ModelResult stopped(ModelResult model) {
    return new ModelResult(
        model.name(),
        model.type(),
        "stopped",
        Figures.of(model::get),
        Optional.empty(),
        Optional.empty());
  }

  private static ModelResult flow(String name, double error, double alternation, double ratio) {
    return result(
        name,
        "edge-flow",
        Map.of(
            Figure.CENTER_ERROR_AFTER,
            error,
            Figure.ALTERNATION_AFTER,
            alternation,
            Figure.MAGNITUDE_RATIO_AFTER,
            ratio,
            Figure.ONSET_STEP,
            106.0));
  }

  private static ModelResult rival(double error) {
    return result("rod-flow", "rod-flow", Map.of(Figure.CENTER_ERROR_AFTER, error));
  }

  private static List<Standing> standings(double spread, ModelResult... models) {
    ModelResult reference =
        result(
            "gradient-descent",
            "gradient-descent",
            Map.of(
                Figure.OSCILLATION_AFTER,
                OSCILLATION,
                Figure.SPREAD_AFTER,
                spread,
                Figure.ONSET_STEP,
                100.0));
    RunSummary run =
        new RunSummary(
            "p",
            10,
            0,
            0.5,
            1,
            2,
            OptionalLong.of(1),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            reference,
            List.of(models));
    List<Finding> findings = new ArrayList<>(List.of(new Finding("p", 1, run, reference)));
    Arrays.stream(models).forEach(each -> findings.add(new Finding("p", 1, run, each)));
    return Standing.of(findings);
  }

  private static List<Criterion> unmet(double spread, ModelResult... models) {
    Trial trial = Trial.of(standings(spread, models)).get(0);
    return Arrays.stream(Criterion.values()).filter(each -> !each.isMet(trial)).toList();
  }

  @Test
  void aTrueFlowMeetsAllOfThem() {
    assertThat(
            unmet(
                0.01,
                flow("edge-flow-flow", 0.1, 0.01, 1.1),
                flow("edge-flow-flow-half-step", 0.105, 0.01, 1.1),
                rival(0.25)))
        .isEmpty();
  }

  @Test
  void whatAlternatesInItsCentreAndChangesWithItsStepDoesNot() {
    assertThat(
            unmet(
                0.01,
                flow("edge-flow-flow", 0.1, 0.4, 0.01),
                flow("edge-flow-flow-half-step", 0.15, 0.2, 0.3),
                rival(0.25)))
        .containsExactly(Criterion.HALF_STEP, Criterion.ALTERNATION, Criterion.MAGNITUDE);
  }

  @Test
  void anErrorBeyondGdItselfIsNearOnlyWithinThreeSpreads() {
    ModelResult[] models = {
      flow("edge-flow-flow", 0.6, 0.01, 1),
      flow("edge-flow-flow-half-step", 0.6, 0.01, 1),
      rival(0.7)
    };
    assertThat(unmet(0.01, models)).containsExactly(Criterion.NEARNESS, Criterion.LEAD);
    assertThat(unmet(0.21, models)).containsExactly(Criterion.LEAD);
    assertThat(unmet(0.8, models)).as("a tie").isEmpty();
  }

  @Test
  void withoutTheHalvedStepsNothingIsKnownOfThem() {
    assertThat(unmet(0.01, flow("edge-flow-flow", 0.1, 0.01, 1), rival(1)))
        .containsExactly(Criterion.HALF_STEP);
  }

  /** Neither the steps before nor the seeds that got to the end stand for it. */
  @Test
  void aFlowThatStoppedMeetsNoneOfThem() {
    List<Standing> standings =
        standings(
            0.01,
            stopped(flow("edge-flow-flow", 0.1, 0.01, 1)),
            flow("edge-flow-flow-half-step", 0.1, 0.01, 1),
            rival(0.25));
    Trial trial = Trial.of(standings).get(0);
    assertThat(Criterion.values()).noneMatch(each -> each.isMet(trial));
    assertThat(Criterion.grid(List.of(trial)).rows().get(0))
        .filteredOn(cell -> cell.equals("- ✗"))
        .hasSize(5);
  }

  @Test
  void crossesAndTalliesSayWhatIsNotMet() {
    Cells grid =
        Criterion.grid(Trial.of(standings(0.01, flow("edge-flow-flow", 0.1, 0.4, 1), rival(1))));
    assertThat(grid.rows().get(0)).contains("- ✗", "0.80 ✗", "1", "0.10", "rod-flow");
    assertThat(grid.notes())
        .contains("alternation < 0.05: on 0 of 1.", "r/oscillation 0.8 to 1.25: on 1 of 1.");
    assertThat(grid.markdown().get(2)).startsWith("| problem | half the step");
    assertThat(grid.html()).contains("<th scope=\"row\">p</th>");
  }

  @Test
  void onsetsAreCountedWithinFivePercent() {
    Cells grid =
        Onsets.grid(
            standings(
                0.01,
                flow("late", 0.1, 0.4, 1),
                result("near", "edge-flow", Map.of(Figure.ONSET_STEP, 96.0)),
                rival(1)));
    assertThat(grid.rows())
        .containsExactly(
            List.of("late", "0 of 1", "0", "0.060"),
            List.of("near", "1 of 1", "0", "0.040"),
            List.of("rod-flow", "0 of 1", "1", "-"));
  }

  @Test
  void theChangeIsRelativeToTheFlowsOwnError() {
    Trial trial =
        Trial.of(
                standings(
                    0.01,
                    flow("edge-flow-flow", 0.1, 0, 1),
                    flow("edge-flow-flow-half-step", 0.12, 0, 1)))
            .get(0);
    assertThat(trial.change()).isCloseTo(0.2, within(1e-12));
  }
}

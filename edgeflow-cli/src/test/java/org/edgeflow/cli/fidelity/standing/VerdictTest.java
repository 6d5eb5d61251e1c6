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

/** What is ranked, and what is not. */
class VerdictTest {
  private static final String MAP = "gradient descent in other coordinates";

  private static ModelResult result(
      String name, String type, String remark, Map<Figure, Double> figures) {
    return new ModelResult(
        name,
        type,
        "completed",
        Figures.of(figure -> figures.getOrDefault(figure, Double.NaN)),
        Optional.empty(),
        Optional.of(remark).filter(text -> !text.isEmpty()));
  }

  private static ModelResult model(String name, String type, String remark, double error) {
    return result(name, type, remark, Map.of(Figure.CENTER_ERROR_AFTER, error));
  }

  private static List<Standing> standings(double spread, ModelResult... models) {
    ModelResult reference =
        result(
            "gradient-descent",
            "gradient-descent",
            "",
            Map.of(Figure.OSCILLATION_AFTER, 0.5, Figure.SPREAD_AFTER, spread));
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
    findings.addAll(Yardstick.of("p", 1, run));
    Arrays.stream(models).forEach(each -> findings.add(new Finding("p", 1, run, each)));
    return Standing.of(findings);
  }

  private static Standing named(List<Standing> standings, String model) {
    return standings.stream().filter(each -> each.model().equals(model)).findFirst().orElseThrow();
  }

  @Test
  void nothingIsRankedBelowTheSpread() {
    List<Standing> standings =
        standings(
            0.01,
            model("edge-flow", "edge-flow", "", 0.001),
            model("rod-flow", "rod-flow", "", 0.002),
            model("central-flow", "central-flow", "", 0.04));
    Verdict verdict = Verdict.of(standings).get(0);
    assertThat(verdict.ratio()).isEqualTo(1);
    assertThat(verdict.rival().orElseThrow().model()).isEqualTo("rod-flow");
    assertThat(Measure.ERROR_AFTER.cell(named(standings, "edge-flow")))
        .isEqualTo("0.00100 < spread");
    assertThat(Measure.ERROR_AFTER.cell(named(standings, "central-flow"))).isEqualTo("0.0400");
    assertThat(Notes.of(standings))
        .containsExactly(
            "edge-flow, rod-flow: below GD's own spread of 0.0100, where nothing is ranked; these"
                + " tie.");
  }

  @Test
  void aboveTheSpreadErrorsAreRankedAsTheyAre() {
    Verdict verdict =
        Verdict.of(
                standings(
                    0.0001,
                    model("edge-flow", "edge-flow", "", 0.001),
                    model("rod-flow", "rod-flow", "", 0.002)))
            .get(0);
    assertThat(verdict.ratio()).isCloseTo(0.5, within(1e-12));
  }

  @Test
  void withoutASpreadNothingTies() {
    List<Standing> standings =
        standings(
            Double.NaN,
            model("edge-flow", "edge-flow", "", 0.001),
            model("rod-flow", "rod-flow", "", 0.002));
    assertThat(standings).extracting(Standing::model).doesNotContain("GD's spread");
    assertThat(Verdict.of(standings).get(0).ratio()).isCloseTo(0.5, within(1e-12));
    assertThat(Notes.of(standings)).isEmpty();
  }

  @Test
  void gradientDescentInOtherCoordinatesIsNeitherVariantNorRival() {
    List<Standing> standings =
        standings(
            0,
            model("edge-flow", "edge-flow", "", 0.1),
            model("edge-flow-map", "edge-flow", MAP, 0.001),
            model("rod", "rod-flow", MAP, 0.001),
            model("central-flow", "central-flow", "", 0.2));
    Verdict verdict = Verdict.of(standings).get(0);
    assertThat(verdict.variant().orElseThrow().model()).isEqualTo("edge-flow");
    assertThat(verdict.rival().orElseThrow().model()).isEqualTo("central-flow");
    assertThat(Notes.of(standings))
        .containsExactly("edge-flow-map is " + MAP + ".", "rod is " + MAP + ".");
  }

  @Test
  void theYardsticksStandInTheirOwnRows() {
    List<Standing> standings = standings(0.01, model("edge-flow", "edge-flow", "", 0.1));
    assertThat(standings)
        .extracting(Standing::model)
        .containsExactly("gradient-descent", "GD itself", "GD's spread", "edge-flow");
    Standing itself = named(standings, "GD itself");
    assertThat(itself.errorAfter().median()).isEqualTo(0.5);
    assertThat(Measure.ERROR_OVER_OSCILLATION.over(itself).median()).isEqualTo(1);
    assertThat(named(standings, "GD's spread").errorAfter().median()).isEqualTo(0.01);
  }
}

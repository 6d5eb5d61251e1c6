package org.edgeflow.theory.probe.orbit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.edgeflow.core.objective.closedform.Quadratic;
import org.edgeflow.core.objective.closedform.SharpValley;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.theory.Probes;
import org.edgeflow.theory.Runs;
import org.edgeflow.theory.problem.DoubleWell;
import org.junit.jupiter.api.Test;

/** What the next two steps of gradient descent say of a point. */
class OscillationProbesTest {

  @Test
  void onAQuadraticTheRealizedEdgeIsTheGradientsOwnCurvature() {
    double eta = 0.4;
    double[] slope = {4 * 0.3, 1.5 * -2};
    double expected =
        0.5
            * eta
            * (4 * slope[0] * slope[0] + 1.5 * slope[1] * slope[1])
            / (slope[0] * slope[0] + slope[1] * slope[1]);
    assertThat(
            Probes.measure(new RealizedEdge.Factory(), new Quadratic(4, 1.5), eta, 0.3, -2)
                .get("realized_edge"))
        .isCloseTo(expected, within(1e-14));
  }

  @Test
  void theRealizedEdgeIsOneWhereTheStepDoesNotLowerTheLoss() {
    assertThat(
            Probes.measure(new RealizedEdge.Factory(), new Quadratic(4.0), 0.5, 0.3)
                .get("realized_edge"))
        .isCloseTo(1, within(1e-14));
  }

  @Test
  void onAQuadraticTheFreeEnergyIsThatOfTheModesAmplitudes() {
    double eta = 0.4;
    double lambda = 4.6;
    double w = 0.7;
    double a = w * Math.pow(2 - eta * lambda, 2) / 4;
    double d = w * Math.pow(eta * lambda, 2) / 4;
    Map<String, Double> found =
        Probes.measure(new FreeEnergy.Factory(), new Quadratic(lambda), eta, w);
    double averaged = 0.5 * lambda * (a * a + d * d);
    assertThat(found.get("averaged_loss")).isCloseTo(averaged, within(1e-14));
    assertThat(found.get("free_energy")).isCloseTo(averaged - d * d / eta, within(1e-14));
    assertThat(found.get("free_potential")).isCloseTo(averaged - d * d / eta, within(1e-14));
  }

  @Test
  void theFreeEnergyIsThePotentialToTheFourthOrderOfTheOscillation() {
    double eta = 1.05;
    double smaller = gap(eta, 0.005);
    assertThat(gap(eta, 0.01) / smaller).isCloseTo(16, within(0.5));
  }

  private static double gap(double eta, double off) {
    Map<String, Double> found =
        Probes.measure(new FreeEnergy.Factory(), new DoubleWell(1), eta, 1 + off);
    return Math.abs(found.get("free_energy") - found.get("free_potential"));
  }

  @Test
  void alignmentSharesOutTheOscillationAmongTheEigenvectors() {
    double eta = 0.4;
    double[] modes = {4 * 4 * 0.3, 1.5 * 1.5 * -2};
    double length = Math.hypot(modes[0], modes[1]);
    Map<String, Double> found =
        Probes.measure(new Alignment.Factory(), new Quadratic(4, 1.5), eta, 0.3, -2);
    assertThat(found.get("alignment_1")).isCloseTo(modes[0] / length, within(1e-7));
    assertThat(found.get("alignment")).isEqualTo(found.get("alignment_1"));
    assertThat(found.get("gradient_alignment"))
        .isCloseTo(4 * 0.3 / Math.hypot(4 * 0.3, 1.5 * 2), within(1e-7));
  }

  @Test
  void inTheSharpValleySelfStabilizationHasTheValleysOwnNumbers() {
    double eta = 0.3;
    double drift = 1e-4;
    double x = 0.004;
    double y = 2 / eta + 0.01;
    Map<String, Double> found =
        Probes.measure(new SelfStabilizationProbe.Factory(), new SharpValley(0, drift), eta, x, y);
    assertThat(found.get("stabilization_alpha")).isCloseTo(drift, within(0.01 * drift));
    assertThat(found.get("stabilization_beta")).isCloseTo(1, within(1e-4));
    assertThat(found.get("stabilization_x")).isCloseTo(x, within(0.02 * x));
    assertThat(found.get("stabilization_y")).isCloseTo(0.01, within(1e-4));
    assertThat(found.get("stabilization_amplitude")).isCloseTo(Math.sqrt(2 * drift), within(1e-4));
    assertThat(found.get("stabilization_period"))
        .isCloseTo(2 * Math.PI / (eta * Math.sqrt(2 * drift)), within(10.0));
  }

  // ζ² = 2/9 is where loops neither grow nor shrink, so that they keep their energy.
  @Test
  void aSmallLoopTakesThePredictedPeriodAndKeepsItsEnergy() {
    double eta = 0.3;
    double drift = 1e-4;
    double still = Math.sqrt(2 * drift);
    Map<String, double[]> run =
        Runs.descend(
            Map.of(
                "type",
                "sharp-valley",
                "skew",
                Math.sqrt(2) / 3,
                "drift",
                drift,
                "start",
                List.of(1.1 * still, 2 / eta)),
            eta,
            3400,
            Map.of("type", "self-stabilization", "every", 1));
    double[] y = run.get("stabilization_y");
    double[] crossings =
        IntStream.range(1, y.length)
            .filter(i -> y[i - 1] > 0 && y[i] <= 0)
            .mapToDouble(i -> i)
            .toArray();
    double period = Arrays.stream(run.get("stabilization_period")).average().orElseThrow();
    assertThat(crossings[1] - crossings[0]).isCloseTo(period, within(0.01 * period));
    double[] energy = run.get("stabilization_energy");
    // The well is 2αδx²/x² deep at a displacement of 10 %.
    double depth = 0.01 * drift;
    assertThat(
            Arrays.stream(energy).skip(10).max().orElseThrow()
                - Arrays.stream(energy).skip(10).min().orElseThrow())
        .isLessThan(0.6 * depth);
  }

  @Test
  void alongAnotherOptimizerTheProbesAreRefused() {
    assertThatThrownBy(
            () ->
                Runs.run(
                    Map.of(
                        "optimizer",
                        "adam",
                        "objective",
                        "double-well",
                        "learning-rate",
                        0.1,
                        "steps",
                        2,
                        "record",
                        Map.of("probes", List.of("two-cycle")))))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(
            "probe 'two-cycle' measures nothing that is defined for the optimizer 'adam'."
                + " Optimizers that it is defined for: gradient-descent.");
  }
}

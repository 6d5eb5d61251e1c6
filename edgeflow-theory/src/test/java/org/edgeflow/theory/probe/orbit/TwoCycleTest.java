package org.edgeflow.theory.probe.orbit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.edgeflow.core.objective.closedform.ClosedForm;
import org.edgeflow.core.objective.closedform.Quartic;
import org.edgeflow.theory.Probes;
import org.edgeflow.theory.problem.DoubleWell;
import org.edgeflow.theory.problem.ScalarFactorization;
import org.edgeflow.theory.problem.TransverseCoupling;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Orbits of period two against closed forms. */
class TwoCycleTest {

  @ParameterizedTest
  @ValueSource(doubles = {1.05, 1.12132034355964, 1.2, 1.23, 1.4})
  void inADoubleWellOrbitAndMultiplierAreTheClosedForms(double k) {
    double sigma = 1.3;
    double eta = k / sigma;
    double c = 0.5 * Math.sqrt((k + 3) / eta);
    double r = 0.5 * Math.sqrt((k - 1) / eta);
    Map<String, Double> cycle = at(new DoubleWell(sigma), eta, c + 1.1 * r);
    assertThat(cycle.get("cycle_converged")).isEqualTo(1);
    assertThat(cycle.get("cycle_amplitude")).isCloseTo(r, within(1e-12));
    assertThat(cycle.get("cycle_distance")).isCloseTo(0.1 * r, within(1e-12));
    assertThat(cycle.get("cycle_multiplier")).isCloseTo(9 - 2 * (1 + k) * (1 + k), within(1e-10));
    assertThat(cycle.get("cycle_coupling")).isCloseTo(1, within(1e-12));
    double higher = (c + r) * (c + r) - sigma;
    double lower = (c - r) * (c - r) - sigma;
    assertThat(cycle.get("cycle_loss"))
        .isCloseTo(0.125 * (higher * higher + lower * lower), within(1e-12));
  }

  @Test
  void theQuarticsOrbitLiesWhereItsChordIsAtTheEdge() {
    double s = 2.2;
    double q = 1.3;
    Map<String, Double> cycle = at(new Quartic(s, q), 1, 0.3);
    double r = Math.sqrt((s - 2) / q);
    assertThat(cycle.get("cycle_amplitude")).isCloseTo(r, within(1e-12));
    double factor = 1 - (s - 3 * q * r * r);
    assertThat(cycle.get("cycle_multiplier")).isCloseTo(factor * factor, within(1e-10));
  }

  // The centre of the orbit sinks to y = −γr²/μ, where the valley is at the edge.
  @Test
  void anOrbitThatItsTransverseDirectionBoundsIsFound() {
    double lambda = 2.05;
    double mu = 0.7;
    double gamma = 0.4;
    double r = Math.sqrt(mu * (lambda - 2) / (2 * gamma * gamma));
    Map<String, Double> cycle =
        at(new TransverseCoupling(lambda, mu, gamma), 1, 1.2 * r, -0.9 * gamma * r * r / mu);
    assertThat(cycle.get("cycle_amplitude")).isCloseTo(r, within(1e-12));
    assertThat(cycle.get("cycle_radius")).isLessThan(1);
    assertThat(Math.abs(cycle.get("cycle_multiplier")))
        .isLessThanOrEqualTo(cycle.get("cycle_radius") + 1e-9);
  }

  @Test
  void aFactorizationsOrbitHasTheAmplitudeOfItsTheory() {
    double y = 1.02;
    double root = Math.sqrt(y);
    Map<String, Double> cycle = at(new ScalarFactorization(2, y), 1, root + 0.08, root + 0.08);
    assertThat(cycle.get("cycle_amplitude")).isCloseTo(Math.sqrt((y - 1) / 2), within(1e-10));
  }

  @Test
  void belowTheEdgeTheNearestOrbitIsTheMinimum() {
    Map<String, Double> cycle = at(new DoubleWell(1), 0.5, 1.1);
    assertThat(cycle.get("cycle_amplitude")).isCloseTo(0, within(1e-12));
    assertThat(cycle.get("cycle_distance")).isCloseTo(0.1, within(1e-12));
    assertThat(cycle.get("cycle_coupling")).isNaN();
    assertThat(cycle.get("cycle_multiplier")).isCloseTo(0, within(1e-12));
  }

  @Test
  void atAMinimumWithFlatDirectionsTheSearchEndsAtOnce() {
    Map<String, Double> cycle = at(new ScalarFactorization(3, 1), 0.3, 0.5, 2, 1);
    assertThat(cycle.get("cycle_converged")).isEqualTo(1);
    assertThat(cycle.get("cycle_distance")).isCloseTo(0, within(1e-14));
  }

  private static Map<String, Double> at(ClosedForm form, double eta, double... point) {
    return Probes.measure(new TwoCycle.Factory(), form, eta, point);
  }
}

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

/** The flip coefficient against closed forms. */
class FlipCoefficientTest {
  private static final double ETA = 1.0;

  @Test
  void ofTheQuarticItIsMinusQ() {
    Map<String, Double> stable = at(new Quartic(2.2, 1.3), ETA, 0);
    assertThat(stable.get("flip_coefficient")).isCloseTo(-1.3, within(1e-9));
    assertThat(stable.get("flip_transverse")).isCloseTo(0, within(1e-12));
    assertThat(stable.get("flip_amplitude")).isCloseTo(Math.sqrt(0.2 / 1.3), within(1e-9));
    assertThat(stable.get("flip_converged")).isEqualTo(1);
  }

  @Test
  void whereTheWallsSteepenItIsPositiveAndNoOrbitLiesBeyondTheEdge() {
    Map<String, Double> catapult = at(new Quartic(2.2, -1.3), ETA, 0);
    assertThat(catapult.get("flip_coefficient")).isCloseTo(1.3, within(1e-9));
    assertThat(catapult.get("flip_amplitude")).isNaN();
  }

  // Third and fourth derivative along u vanish; all of it comes from the other direction.
  @Test
  void theTransverseTermAloneCanStabilizeTheEdge() {
    double lambda = 2.05;
    double mu = 0.7;
    double gamma = 0.4;
    Map<String, Double> point = at(new TransverseCoupling(lambda, mu, gamma), ETA, 0, 0);
    assertThat(point.get("flip_quartic")).isCloseTo(0, within(1e-9));
    assertThat(point.get("flip_coefficient")).isCloseTo(-2 * gamma * gamma / mu, within(1e-9));
    assertThat(point.get("flip_amplitude"))
        .isCloseTo(Math.sqrt(mu * (lambda - 2 / ETA) / (2 * gamma * gamma)), within(1e-9));
  }

  @Test
  void inOneDimensionItsSignIsThatOfTheThirdDerivativesBalance() {
    double sigma = 1.1;
    Map<String, Double> well = at(new DoubleWell(sigma), ETA, Math.sqrt(sigma));
    assertThat(well.get("flip_coefficient")).isCloseTo(1 - 9, within(1e-8));
    assertThat(well.get("flip_amplitude"))
        .isCloseTo(0.5 * Math.sqrt((ETA * sigma - 1) / ETA), within(1e-9));
  }

  // The minimum of a factorization has a flat direction, along which H has no inverse.
  @Test
  void flatDirectionsAreLeftOut() {
    double y = 1.1;
    Map<String, Double> point = at(new ScalarFactorization(2, y), ETA, Math.sqrt(y), Math.sqrt(y));
    assertThat(point.get("flip_coefficient")).isCloseTo(-4, within(1e-7));
    assertThat(point.get("flip_amplitude")).isCloseTo(Math.sqrt((y - 1 / ETA) / 2), within(1e-8));
  }

  private static Map<String, Double> at(ClosedForm form, double eta, double... point) {
    return Probes.measure(new FlipCoefficient.Factory(), form, eta, point);
  }
}

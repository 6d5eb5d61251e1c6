package org.edgeflow.theory.probe.spectrum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.edgeflow.core.objective.closedform.Quadratic;
import org.edgeflow.theory.Probes;
import org.edgeflow.theory.Runs;
import org.junit.jupiter.api.Test;

/** The rest of the spectrum, where it is known. */
class SpectrumProbesTest {

  @Test
  void theSmallestEigenvaluesComeFirst() {
    Map<String, double[]> run =
        Runs.descend(
            quadratic(List.of(5.0, 2.0, 0.5, -0.25, -1.0, 3.0)),
            0.01,
            1,
            Map.of("type", "bottom-eigenvalues", "count", 3, "tolerance", 1e-8));
    assertThat(run.get("bottom_eigenvalue_1")[0]).isCloseTo(-1, within(1e-7));
    assertThat(run.get("bottom_eigenvalue_2")[0]).isCloseTo(-0.25, within(1e-7));
    assertThat(run.get("bottom_eigenvalue_3")[0]).isCloseTo(0.5, within(1e-7));
    assertThat(run.get("bottom_converged")[0]).isEqualTo(1);
  }

  @Test
  void theDensitysFiguresAreTheSpectrumsWithinTheirErrors() {
    List<Double> values = new ArrayList<>();
    values.addAll(Collections.nCopies(70, 1.0));
    values.addAll(Collections.nCopies(20, -2.0));
    values.addAll(Collections.nCopies(10, 6.0));
    Map<String, double[]> run =
        Runs.descend(quadratic(values), 0.01, 1, Map.of("type", "spectral-density", "vectors", 20));
    double mean = (70 - 40 + 60) / 100.0;
    double rms = Math.sqrt((70 + 80 + 360) / 100.0);
    within4(run, "spectrum_mean", mean);
    within4(run, "spectrum_root_mean_square", rms);
    within4(run, "spectrum_negative", 0.2);
    assertThat(run.get("spectrum_q50")[0]).isCloseTo(1, within(1e-9));
    assertThat(run.get("spectrum_q99")[0]).isCloseTo(6, within(1e-9));
    assertThat(run.get("spectrum_mean_error")[0]).isPositive().isLessThan(0.1);
  }

  private static void within4(Map<String, double[]> run, String column, double expected) {
    assertThat(run.get(column)[0])
        .as(column)
        .isCloseTo(expected, within(4 * run.get(column + "_error")[0]));
  }

  // A vector of signs sees the trace of a diagonal matrix exactly.
  @Test
  void onADiagonalMatrixTheMeanHasNoError() {
    Map<String, Double> found =
        Probes.measure(new SpectralDensity.Factory(), new Quadratic(4, -1, 0.3), 0.1, 1, 1, 1);
    assertThat(found.get("spectrum_mean")).isCloseTo(1.1, within(1e-13));
    assertThat(found.get("spectrum_mean_error")).isCloseTo(0, within(1e-13));
    assertThat(found.get("spectrum_negative")).isCloseTo(1.0 / 3, within(1e-12));
  }

  @Test
  void lengthsAreEuclidean() {
    assertThat(
            Probes.measure(new ParameterNorm.Factory(), new Quadratic(1, 1), 0.1, 3, 4)
                .get("parameter_norm"))
        .isEqualTo(5);
  }

  @Test
  void aQuantileThatIsNoShareIsRefused() {
    assertThatThrownBy(
            () ->
                Runs.descend(
                    quadratic(List.of(1.0)),
                    0.1,
                    1,
                    Map.of("type", "spectral-density", "quantiles", List.of(0.5, 1.5))))
        .hasMessageContaining("'quantiles' holds 1.5, expected numbers between 0 and 1");
  }

  private static Map<String, ?> quadratic(List<Double> eigenvalues) {
    return Map.of(
        "type",
        "quadratic",
        "eigenvalues",
        eigenvalues,
        "start",
        Collections.nCopies(eigenvalues.size(), 1.0),
        "rotated",
        true);
  }
}

package org.edgeflow.theory.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.objective.closedform.ClosedForm;
import org.edgeflow.core.objective.closedform.ClosedFormObjective;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.activation.StandardActivation;
import org.edgeflow.core.tensor.heap.HeapBackend;
import org.edgeflow.theory.Derivatives;
import org.edgeflow.theory.Runs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The losses of few coordinates: their derivatives, and what papers prove of them. */
class ClosedFormsTest {
  private static final TensorBackend BACKEND = new HeapBackend(DataType.FLOAT64);

  @Provide
  Arbitrary<Objective> objectives() {
    return Arbitraries.of(
        closed(new DoubleWell(1.3)),
        closed(new ScalarFactorization(1, 0.5)),
        closed(new ScalarFactorization(2, -0.5)),
        closed(new ScalarFactorization(5, 1.5)),
        closed(new TransverseCoupling(2, 0.7, 0.4)),
        closed(new TwoCriticalEigenvalues(0.8, 0.02)),
        closed(new CurvedValley(3, 0.8, 0.6, 0.4, 0.05)),
        closed(new SingleNeuron(EvenLoss.ROOT, StandardActivation.IDENTITY, 0)),
        closed(new SingleNeuron(EvenLoss.LOG_COSH, StandardActivation.TANH, 0.4)),
        closed(new SingleNeuron(EvenLoss.SQUARED, StandardActivation.GELU, -1)),
        new Catapult(BACKEND, 7, 0.3));
  }

  @Property(tries = 120)
  void derivativesAgreeWithDifferences(
      @ForAll("objectives") Objective objective, @ForAll long seed) {
    Derivatives.check(objective, 1, seed);
  }

  @ParameterizedTest
  @CsvSource({"1.08", "1.15", "1.2"})
  void gradientDescentInADoubleWellFindsTheOrbitOfItsClosedForm(double k) {
    double eta = k / 1.5;
    double[] z =
        Runs.descend(Map.of("type", "double-well", "well", 1.5, "start", 1.0), eta, 3000).get("z");
    double last = z[3000];
    double other = z[2999];
    assertThat(last * other).isCloseTo(1 / eta, within(1e-12));
    assertThat(last * last + other * other).isCloseTo((k + 1) / eta, within(1e-12));
  }

  @Test
  void beyondTheLastStableLearningRateTheOrbitHasPeriodFour() {
    double[] z =
        Runs.descend(Map.of("type", "double-well", "well", 1.0, "start", 1.0001), 1.26, 4000)
            .get("z");
    assertThat(z[4000]).isCloseTo(z[3996], within(1e-9));
    assertThat(Math.abs(z[4000] - z[3998])).isGreaterThan(0.04);
  }

  @ParameterizedTest
  @CsvSource({"2, 2", "3, 1.5", "5, 1"})
  void aBalancedFactorizationHasTheLeastSharpnessOfAMinimum(int depth, double target) {
    List<Double> balanced = java.util.Collections.nCopies(depth, Math.pow(target, 1.0 / depth));
    Map<String, ?> objective =
        Map.of("type", "scalar-factorization", "depth", depth, "target", target, "start", balanced);
    double least = depth * Math.pow(target, 2 - 2.0 / depth);
    assertThat(Runs.descend(objective, 0.1, 1).get("sharpness")[0])
        .isCloseTo(least, within(1e-9 * least));
  }

  // At η = 2/λ* exactly, from unequal factors: doubling the time divides the distance by √2.
  @Test
  void atTheCriticalLearningRateTheDistanceFallsAsTheRootOfTime() {
    double[] w1 =
        Runs.descend(
                Map.of(
                    "type",
                    "scalar-factorization",
                    "depth",
                    5,
                    "start",
                    List.of(1.05, 1.05, 1.05, 1.05, 1.05)),
                0.4,
                16_000)
            .get("w1");
    double ratio = Math.abs(w1[16_000] - 1) / Math.abs(w1[4_000] - 1);
    assertThat(ratio).isCloseTo(0.5, within(0.01));
  }

  @ParameterizedTest
  @ValueSource(strings = {"root", "log-cosh"})
  void aNeuronBeyondTheEdgeEndsJustBelowIt(String loss) {
    double eta = 0.04;
    Map<String, double[]> run =
        Runs.descend(
            Map.of("type", "single-neuron", "loss", loss, "start", List.of(0.5, 9)), eta, 20_000);
    double end = run.get("y")[20_000];
    assertThat(end * end).isLessThan(2 / eta).isGreaterThan(1.94 / eta);
    assertThat(run.get("loss")[20_000]).isLessThan(1e-12);
  }

  @Test
  void aNeuronBelowTheEdgeStaysWhereGradientFlowTakesIt() {
    double[] y =
        Runs.descend(
                Map.of("type", "single-neuron", "loss", "squared", "start", List.of(0.5, 2)),
                0.01,
                20_000)
            .get("y");
    assertThat(y[20_000] * y[20_000]).isCloseTo(4 - 0.25, within(0.02));
  }

  // A single critical eigenvalue settles at ζ = 1; two of them leave no point to settle at.
  @Test
  void withTwoCriticalEigenvaluesTheFluctuationsPersist() {
    double[] one =
        Runs.descend(Map.of("type", "sharp-valley", "start", List.of(0.05, 6.0)), 0.3, 12_000)
            .get("y");
    double[] two = Runs.descend(Map.of("type", "two-critical-eigenvalues"), 0.3, 12_000).get("y1");
    assertThat(range(one, 11_000)).isLessThan(0.01);
    assertThat(range(two, 11_000)).isGreaterThan(0.1);
    assertThat(two[12_000]).isBetween(3.0, 9.0);
  }

  @Test
  void onTheFloorOfAValleyItsWallsAreAsSteepAsTheirFormulaSays() {
    double y = 2;
    Map<String, ?> valley =
        Map.of("type", "valley", "bend", 0.4, "start", List.of(0.5 * 0.4 * y * y, y));
    assertThat(Runs.descend(valley, 0.1, 1).get("sharpness")[0])
        .isCloseTo((3 + y) * (1 + 0.16 * y * y), within(1e-9));
  }

  // Down the floor to the edge, and then about it: the walls get no steeper.
  @Test
  void alongAValleyTheWallsGetAsSteepAsTheEdgeAndNoSteeper() {
    double eta = 0.3;
    double[] y = Runs.descend(Map.of("type", "valley"), eta, 4000).get("y");
    double late =
        java.util.Arrays.stream(y, 3500, 4000)
            .map(at -> (3 + at) * (1 + 0.0025 * at * at))
            .average()
            .orElseThrow();
    assertThat(y[0]).isZero();
    assertThat(late).isCloseTo(2 / eta, within(0.01 * 2 / eta));
  }

  private static double range(double[] values, int from) {
    double[] end = java.util.Arrays.copyOfRange(values, from, values.length);
    return java.util.Arrays.stream(end).max().orElseThrow()
        - java.util.Arrays.stream(end).min().orElseThrow();
  }

  @Test
  void badSettingsAreRefusedInOneMessage() {
    assertThatThrownBy(
            () ->
                Runs.descend(
                    Map.of("type", "scalar-factorization", "depth", 3, "start", List.of(1.0, 2.0)),
                    0.1,
                    1))
        .hasMessageContaining(
            "'start' has 2 numbers, expected 3: one for each of the factors of 'depth'");
    assertThatThrownBy(
            () -> Runs.descend(Map.of("type", "single-neuron", "start", List.of(1.0)), 0.1, 1))
        .hasMessageContaining("'start' has 1 numbers, expected 2: x and y");
    assertThatThrownBy(() -> Runs.descend(Map.of("type", "double-well", "well", -1), 0.1, 1))
        .hasMessageContaining("well");
  }

  private static Objective closed(ClosedForm form) {
    return new ClosedFormObjective(BACKEND, form);
  }
}

package org.edgeflow.cli.reproduction.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.edgeflow.cli.result.Points;
import org.junit.jupiter.api.Test;

class TakeTest {
  private static Points curve(DoubleUnaryOperator y) {
    double[] x = IntStream.rangeClosed(1, 400).asDoubleStream().toArray();
    return Points.of(x, java.util.Arrays.stream(x).map(y).toArray());
  }

  @Test
  void linesGrowthAndPowersHaveTheirSlopes() {
    assertThat(Take.SLOPE.of(curve(x -> 3 - 0.25 * x), Double.NaN)).isCloseTo(-0.25, within(1e-12));
    assertThat(Take.RATE.of(curve(x -> -2 * Math.exp(0.1 * x)), Double.NaN))
        .isCloseTo(0.1, within(1e-12));
    assertThat(Take.EXPONENT.of(curve(x -> 7 / Math.sqrt(x)), Double.NaN))
        .isCloseTo(-0.5, within(1e-12));
  }

  @Test
  void aSineHasItsPeriodHoweverItsRowsFall() {
    Points sine = curve(x -> 2 + Math.sin(2 * Math.PI * x / 37.3));
    assertThat(Take.PERIOD.of(sine, 2)).isCloseTo(37.3, within(0.05));
    assertThat(Take.CROSSINGS.of(sine, 2)).isEqualTo(10);
    assertThat(Take.PERIOD.of(sine, 5)).isNaN();
  }

  @Test
  void aLevelIsReachedAtTheFirstStepBeyondIt() {
    assertThat(Take.STEP_ABOVE.of(curve(x -> x * x), 100)).isEqualTo(10);
    assertThat(Take.STEP_BELOW.of(curve(x -> 1 / x), 0.1)).isEqualTo(10);
    assertThat(Take.STEP_ABOVE.of(curve(x -> 1), 100)).isNaN();
  }

  @Test
  void theMedianOfAnEvenNumberLiesBetweenTheMiddleTwo() {
    assertThat(Take.MEDIAN.of(curve(x -> x * x), Double.NaN))
        .isEqualTo(0.5 * (200 * 200 + 201 * 201));
  }
}

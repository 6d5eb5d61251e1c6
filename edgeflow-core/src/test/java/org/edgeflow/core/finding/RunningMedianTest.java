package org.edgeflow.core.finding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RunningMedianTest {
  private final RunningMedian median = new RunningMedian("median");

  @Test
  void itIsTheMiddleOfWhatIsFinite() {
    assertThat(median.value()).isNaN();
    for (double value : new double[] {5, Double.NaN, 1, Double.POSITIVE_INFINITY, 2, 9}) {
      median.add(value);
    }
    assertThat(median.value()).isEqualTo(3.5);
    median.clear();
    median.add(7);
    assertThat(median.value()).isEqualTo(7);
  }

  @Test
  void asManyValuesAsItKeepsAreAllTakenIntoAccount() {
    for (int i = 0; i < RunningMedian.MOST; i++) {
      median.add(i % 2 == 0 ? -1 : i);
    }
    assertThat(median.value()).isEqualTo(0.0);
  }

  @Test
  void ofMoreItTakesAnEvenSampleAndNoMoreMemory() {
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 20 * RunningMedian.MOST; i++) {
      median.add(random.nextDouble());
    }
    assertThat(median.kept()).isLessThanOrEqualTo(RunningMedian.MOST);
    // Four standard deviations of a median of 40,000 even numbers.
    assertThat(median.value()).isCloseTo(0.5, within(0.01));
  }
}

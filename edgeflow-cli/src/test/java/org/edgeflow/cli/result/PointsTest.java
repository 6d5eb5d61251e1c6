package org.edgeflow.cli.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PointsTest {

  @Property
  void thinningKeepsTheExtremesTheEndsAndTheOrder(
      @ForAll @Size(min = 1, max = 500) double @DoubleRange(min = -1e9, max = 1e9) [] y,
      @ForAll @IntRange(min = 4, max = 60) int limit) {
    Points all = Points.of(steps(y.length), y);
    Points thinned = all.thinned(limit);

    assertThat(thinned.size()).isLessThanOrEqualTo(limit);
    assertThat(Arrays.stream(thinned.y()).max()).isEqualTo(Arrays.stream(y).max());
    assertThat(Arrays.stream(thinned.y()).min()).isEqualTo(Arrays.stream(y).min());
    assertThat(thinned.x(0)).isZero();
    assertThat(thinned.x(thinned.size() - 1)).isEqualTo(y.length - 1);
    assertThat(thinned.x()).isSorted().doesNotHaveDuplicates();
    for (int i = 0; i < thinned.size(); i++) {
      assertThat(thinned.y(i)).isEqualTo(y[(int) thinned.x(i)]);
    }
  }

  @Test
  void aPeakOfOneStepSurvivesInAHundredThousand() {
    double[] y = new double[100_000];
    y[54_321] = 7;
    y[54_322] = -7;
    Points thinned = Points.of(steps(y.length), y).thinned(2_000);

    assertThat(thinned.size()).isBetween(1_000, 2_000);
    assertThat(thinned.y()).contains(7, -7);
    assertThat(thinned.x()).contains(54_321, 54_322);
  }

  @Test
  void aValueNotTakenOrOverflownIsNoPoint() {
    Points points = Points.of(steps(4), new double[] {1, Double.NaN, Double.POSITIVE_INFINITY, -2});

    assertThat(points.x()).containsExactly(0, 3);
    assertThat(points.y()).containsExactly(1, -2);
    assertThat(points.positive().x()).containsExactly(0);
  }

  @Test
  void coordinatesOfUnequalLengthAreRefused() {
    assertThatThrownBy(() -> Points.of(new double[2], new double[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("x has 2 numbers, y has 3");
  }

  private static double[] steps(int count) {
    return IntStream.range(0, count).asDoubleStream().toArray();
  }
}

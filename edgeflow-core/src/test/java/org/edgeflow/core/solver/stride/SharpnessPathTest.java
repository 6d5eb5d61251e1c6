package org.edgeflow.core.solver.stride;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SharpnessPathTest {

  private static double parabola(double k) {
    return 2 + 0.03 * k - 1e-4 * k * k;
  }

  @Test
  void throughThreePointsItIsTheirParabola() {
    SharpnessPath path = new SharpnessPath();
    path.extend(parabola(-7), parabola(0), 7);
    assertThat(path.at(3)).isCloseTo(2 - (2 - parabola(-7)) * 4 / 7, within(1e-12));
    path.extend(parabola(0), parabola(20), 20);
    for (int k = 0; k <= 20; k++) {
      assertThat(path.at(k)).isCloseTo(parabola(k), within(1e-12));
    }
  }

  @Test
  void whatItReportsIsTheSumAStraightLineWouldMiss() {
    SharpnessPath path = new SharpnessPath();
    assertThat(path.extend(parabola(-30), parabola(0), 30)).isZero();
    double reported = path.extend(parabola(0), parabola(40), 40);
    double missed = 0;
    for (int k = 0; k < 40; k++) {
      double line = parabola(0) + (parabola(40) - parabola(0)) * k / 40;
      missed += parabola(k) - line;
    }
    assertThat(reported).isCloseTo(missed, within(0.01 * missed));
  }

  @Test
  void afterAGapItIsAStraightLineAgain() {
    SharpnessPath path = new SharpnessPath();
    path.extend(1, 2, 10);
    path.forget();
    assertThat(path.rise()).isEqualTo(0.1);
    assertThat(path.extend(5, 6, 4)).isZero();
    assertThat(path.at(2)).isEqualTo(5.5);
  }

  @Test
  void noiseForgetsWhatTheSharpnessWasBefore() {
    double[] kept = new double[41];
    double[] renewed = new double[41];
    for (int k = 0; k <= 40; k++) {
      kept[k] = Math.pow(1.2, k);
      renewed[k] = 1;
    }
    assertThat(Loudness.remembered(kept, 0)).isCloseTo(1, within(1e-2));
    // Of every iteration's r² nine tenths are new: only the last of them count.
    assertThat(Loudness.remembered(renewed, 0.9)).isLessThan(2e-2);
  }
}

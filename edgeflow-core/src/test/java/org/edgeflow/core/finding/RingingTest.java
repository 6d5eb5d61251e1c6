package org.edgeflow.core.finding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.edgeflow.core.checkpoint.Snapshot;
import org.junit.jupiter.api.Test;

class RingingTest {

  private static Ringing of(double... amplitudes) {
    Ringing ringing = new Ringing();
    for (int k = 0; k < amplitudes.length; k++) {
      ringing.observe(100 + k, amplitudes[k]);
    }
    return ringing;
  }

  @Test
  void thePeriodIsFromTheFirstMaximumToTheSecond() {
    Ringing ringing = of(0.1, 1, 4, 2, 0.5, 0.2, 0.6, 1.5, 2, 1, 0.3, 5, 9, 1);
    assertThat(ringing.period()).isEqualTo(6);
    assertThat(ringing.decay()).isEqualTo(0.5);
  }

  @Test
  void aRippleIsNoMaximum() {
    Ringing ringing = of(0.1, 1, 0.95, 1.1, 4, 3.8, 3.9, 1, 0.9, 1, 0.2, 1, 2, 1);
    assertThat(ringing.period()).isEqualTo(8);
  }

  @Test
  void whatSettlesDoesNotRing() {
    Ringing ringing = of(0.1, 1, 4, 2, 1.9, 1.8, 1.8, Double.NaN, 1.8);
    assertThat(ringing.period()).isNaN();
    assertThat(ringing.decay()).isNaN();
  }

  @Test
  void itGoesOnFromASnapshot() {
    Ringing first = of(0.1, 1, 4, 2);
    Snapshot snapshot = new Snapshot();
    first.save(snapshot, "");
    Ringing second = new Ringing();
    second.restore(snapshot, "");
    double[] rest = {0.5, 3, 1};
    for (int k = 0; k < rest.length; k++) {
      second.observe(104 + k, rest[k]);
    }
    assertThat(second.period()).isEqualTo(3);
    assertThat(second.decay()).isEqualTo(0.75);
  }

  /** Sharp valley, ε = 1e-4, η = 0.3: y grows by ηε, and loops of 1481 steps are measured. */
  @Test
  void smallLoopsHaveThePeriodOfSelfStabilization() {
    assertThat(Ringing.period(0.3, 0.3e-4)).isCloseTo(1481, within(1.0));
    assertThat(Ringing.period(0.3, -1)).isNaN();
  }

  @Test
  void theAscentIsThatThroughTheThreshold() {
    Ascent ascent = new Ascent(2);
    assertThat(ascent.rate()).isNaN();
    ascent.observe(0, 3);
    ascent.observe(10, 1);
    assertThat(ascent.rate()).isCloseTo(-0.2, within(1e-15));
    ascent.observe(15, Double.NaN);
    ascent.observe(20, 1.5);
    ascent.observe(30, 2.5);
    ascent.observe(40, 2.4);
    assertThat(ascent.rate()).isCloseTo(0.1, within(1e-15));
  }
}

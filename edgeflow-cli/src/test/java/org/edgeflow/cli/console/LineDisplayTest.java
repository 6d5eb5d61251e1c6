package org.edgeflow.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import org.edgeflow.core.experiment.Progress;
import org.edgeflow.core.optimizer.Momentum;
import org.edgeflow.core.optimizer.Scaling;
import org.edgeflow.core.optimizer.UpdateRule;
import org.junit.jupiter.api.Test;

class LineDisplayTest {
  private final StringWriter err = new StringWriter();
  private final Console console =
      new Console(
          new PrintWriter(new StringWriter()),
          new PrintWriter(err, true),
          false,
          100,
          "edgeflow",
          Optional.empty(),
          () -> false);

  @Test
  void aLineComesEveryFiveSeconds() {
    long[] now = {0};
    LineDisplay display =
        new LineDisplay(console, UpdateRule.gradientDescent(0.05), 0, () -> now[0]);

    for (int step = 0; step < 120; step++) {
      now[0] = (step + 1) * 100_000_000L;
      display.show(new Progress(step, 1000, 0.125, step < 60 ? Double.NaN : 38.2));
    }

    assertThat(err.toString().lines())
        .containsExactly(
            "edgeflow: step 49/1000  loss 0.1250  ETA 95 s",
            "edgeflow: step 99/1000  loss 0.1250  sharpness 38.20 (2/η = 40.00)  ETA 90 s");
  }

  @Test
  void theEdgeIsTheOptimizersOwn() {
    long[] now = {0};
    // Adam's: (1 + β)/(1 − β) = 19 times 2/η, of the effective sharpness.
    Scaling scaling = new Scaling(Scaling.Kind.PER_COMPONENT, 0.999, 1e-8, true);
    UpdateRule adam = new UpdateRule(0.05, new Momentum(0.9, false), scaling);
    LineDisplay display = new LineDisplay(console, adam, 0, () -> now[0]);

    now[0] = 6_000_000_000L;
    display.show(new Progress(10, 10, 0.125, 700));

    assertThat(err.toString())
        .contains("effective sharpness 700.0 (2/(ηQ(−1)) = 760.0)")
        .doesNotContain("40.00");
  }

  @Test
  void longDurationsAreHoursMinutesAndSeconds() {
    assertThat(Eta.of(99)).isEqualTo("99 s");
    assertThat(Eta.of(3725)).isEqualTo("1:02:05");
  }
}

package org.edgeflow.cli.report.panel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;

class AxisTest {

  @Test
  void linearTicksAreRoundNumbers() {
    assertThat(labels(new Axis(0, 1000, false), 7))
        .containsExactly("0", "200", "400", "600", "800", "1000");
    assertThat(labels(new Axis(-0.61, 0.7, false), 6)).containsExactly("−0.5", "0", "0.5");
    assertThat(labels(new Axis(0, 100_000, false), 4)).containsExactly("0", "50,000", "100,000");
    assertThat(labels(new Axis(0, 2.5e-7, false), 3)).containsExactly("0", "10⁻⁷", "2·10⁻⁷");
    assertThat(labels(new Axis(0, 3e12, false), 3))
        .containsExactly("0", "10¹²", "2·10¹²", "3·10¹²");
  }

  @Test
  void logarithmicTicksAreDecadesOrTheirFewParts() {
    assertThat(labels(new Axis(2e-3, 50, true), 6)).containsExactly("10⁻²", "10⁻¹", "10⁰", "10¹");
    assertThat(labels(new Axis(1e-12, 1, true), 4)).containsExactly("10⁻¹²", "10⁻⁸", "10⁻⁴", "10⁰");
    assertThat(labels(new Axis(0.3, 3, true), 6)).containsExactly("0.5", "1", "2");
    assertThat(labels(new Axis(1.1, 1.4, true), 3)).containsExactly("1.1", "1.2", "1.3", "1.4");
  }

  @Property
  void everyTickLiesOnItsAxisAndThereAreNotTooMany(
      @ForAll @DoubleRange(min = -1e6, max = 1e6) @Scale(6) double low,
      @ForAll @DoubleRange(min = 1e-5, max = 1e6) @Scale(6) double length) {
    Axis axis = new Axis(low, low + length, false);
    List<Axis.Tick> ticks = axis.ticks(6);

    assertThat(ticks).hasSizeBetween(2, 8);
    assertThat(ticks)
        .allSatisfy(tick -> assertThat(axis.fraction(tick.at())).isBetween(-1e-9, 1 + 1e-9));
    assertThat(ticks.stream().map(Axis.Tick::label)).doesNotHaveDuplicates();
  }

  private static List<String> labels(Axis axis, int wanted) {
    return axis.ticks(wanted).stream().map(Axis.Tick::label).toList();
  }
}

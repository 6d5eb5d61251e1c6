package org.edgeflow.core.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class CurvesTest {
  private static final Trajectory TRAJECTORY =
      new Trajectory("flow", List.of(Column.STEP, Column.LOSS), List.of());

  private static Curves filled(Curves curves, int rows) {
    Row row = new Row(TRAJECTORY);
    for (int step = 0; step < rows; step++) {
      row.clear();
      row.set(Column.STEP, step);
      row.set(Column.LOSS, 1.0 / (1 + step));
      curves.row(row);
    }
    return curves;
  }

  @Test
  void withoutALimitEveryRowIsKept() {
    Curves curves = filled(new Curves(), 1000);
    assertThat(curves.trajectories()).containsExactly("flow");
    assertThat(curves.column("flow", Column.LOSS)).hasSize(1000);
    assertThat(curves.column("flow", Column.LOSS)[999]).isEqualTo(1.0 / 1000);
  }

  @Test
  void withALimitRowsAreEvenlySpacedFromTheFirstOn() {
    for (int rows : new int[] {1, 7, 8, 9, 100, 1001}) {
      double[] steps = filled(new Curves(8), rows).column("flow", Column.STEP);
      double spacing = steps.length > 1 ? steps[1] : 1;
      assertThat(steps.length).isBetween(Math.min(rows, 4), 8);
      assertThat(steps[0]).isZero();
      for (int k = 1; k < steps.length; k++) {
        assertThat(steps[k] - steps[k - 1]).isEqualTo(spacing);
      }
      // The last one kept is nearer to the end than one spacing.
      assertThat(rows - 1 - steps[steps.length - 1]).isLessThan(spacing);
    }
  }

  @Test
  void whatIsNotThereIsNamed() {
    Curves curves = filled(new Curves(), 3);
    assertThatThrownBy(() -> curves.column("rod-flow", Column.LOSS))
        .isInstanceOf(NoSuchElementException.class)
        .hasMessageContaining("[flow]");
    assertThatThrownBy(() -> curves.column("flow", Column.MAGNITUDE))
        .hasMessageContaining("has no 'magnitude', it has [step, loss]");
  }
}

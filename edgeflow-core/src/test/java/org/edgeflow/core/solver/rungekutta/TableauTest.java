package org.edgeflow.core.solver.rungekutta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class TableauTest {

  @Test
  void stabilityIntervalsAreThoseOfTheTextbooks() {
    // Hairer and Wanner, Solving Ordinary Differential Equations II, section IV.2.
    assertThat(Tableau.EULER.stabilityInterval()).isCloseTo(2, within(1e-9));
    assertThat(Tableau.HEUN.stabilityInterval()).isCloseTo(2, within(1e-9));
    assertThat(Tableau.BOGACKI_SHAMPINE.stabilityInterval()).isCloseTo(2.5127, within(1e-4));
    assertThat(Tableau.RK4.stabilityInterval()).isCloseTo(2.7853, within(1e-4));
    assertThat(Tableau.DORMAND_PRINCE.stabilityInterval()).isCloseTo(3.3066, within(1e-3));
  }

  @Test
  void aStepNeedsNoStageThatOnlyTheEstimateNeeds() {
    assertThat(Tableau.DORMAND_PRINCE.stepStages()).isEqualTo(6);
    assertThat(Tableau.BOGACKI_SHAMPINE.stepStages()).isEqualTo(3);
    assertThat(Tableau.RK4.stepStages()).isEqualTo(4);
  }

  @Test
  void tablesThatAreNoMethodAreRefused() {
    assertThatThrownBy(() -> new Tableau(1, new double[][] {{}}, new double[] {0.9}))
        .hasMessageContaining("summing to 1");
    assertThatThrownBy(
            () -> new Tableau(2, new double[][] {{}, {1}}, new double[] {0.5, 0.5}, new double[1]))
        .hasMessageContaining("summing to 1");
    assertThatThrownBy(() -> new Tableau(2, new double[][] {{}, {}}, new double[] {0.5, 0.5}))
        .hasMessageContaining("stage 1");
  }
}

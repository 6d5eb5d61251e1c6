package org.edgeflow.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class DatasetTest {
  private static final int[] PAIR = {2};

  @Test
  void anExampleHasOneLabelUnlessMoreAreAskedFor() {
    Dataset dataset = new Dataset("d", new double[6], PAIR, new int[] {0, 2, 1}, names(), Map.of());
    assertThat(dataset.labelsPerExample()).isEqualTo(1);
    assertThat(dataset.size()).isEqualTo(3);
    assertThat(dataset.features()).isEqualTo(2);
    assertThat(dataset.oneHotTargets()).containsExactly(1, 0, 0, 0, 0, 1, 0, 1, 0);
  }

  @Test
  void severalLabelsAnExampleMakeAsManyRowsOfTargets() {
    Dataset dataset = labelled(new double[4], 2, 1, 0, 2, 2);
    assertThat(dataset.size()).isEqualTo(2);
    assertThat(dataset.features()).isEqualTo(2);
    assertThat(dataset.oneHotTargets()).containsExactly(0, 1, 0, 1, 0, 0, 0, 0, 1, 0, 0, 1);
  }

  @Test
  void labelsThatDoNotFillTheExamplesAreRefused() {
    assertThatThrownBy(() -> labelled(new double[4], 2, 1, 0, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("dataset 'd' has 3 labels, expected 2 for each example, and at least one");
    assertThatThrownBy(() -> labelled(new double[4], 0, 1, 0))
        .hasMessage("dataset 'd' has 2 labels, expected 0 for each example, and at least one");
  }

  @Test
  void inputsThatDoNotFitTheLabelsAreRefused() {
    assertThatThrownBy(() -> labelled(new double[5], 2, 1, 0, 2, 2))
        .hasMessage(
            "dataset 'd' has 4 labels and 5 inputs; expected 2 inputs for each of at least one"
                + " example of 2 labels");
    assertThatThrownBy(() -> labelled(new double[5], 1, 1, 0))
        .hasMessageEndingWith("expected 2 inputs for each of at least one label");
    assertThatThrownBy(() -> labelled(new double[0], 2)).hasMessageContaining("has 0 labels");
  }

  @Test
  void aLabelOutsideTheClassesIsFoundByExampleAndPosition() {
    assertThatThrownBy(() -> labelled(new double[4], 2, 1, 0, 2, 3))
        .hasMessage("dataset 'd': example 1, position 1, has label 3, expected 0 to 2");
    assertThatThrownBy(() -> labelled(new double[4], 1, 1, -1))
        .hasMessage("dataset 'd': example 1 has label -1, expected 0 to 2");
  }

  @Test
  void anInputThatIsNotFiniteIsFoundByItsExample() {
    assertThatThrownBy(() -> labelled(new double[] {0, 0, 0, Double.NaN}, 2, 1, 0, 2, 1))
        .hasMessage("dataset 'd': example 1 has the input NaN, expected finite numbers");
  }

  private static Dataset labelled(double[] inputs, int each, int... labels) {
    return new Dataset("d", inputs, PAIR, labels, each, names(), Map.of());
  }

  private static List<String> names() {
    return List.of("a", "b", "c");
  }
}

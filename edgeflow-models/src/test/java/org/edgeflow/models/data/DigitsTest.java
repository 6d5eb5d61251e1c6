package org.edgeflow.models.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Optional;
import org.edgeflow.core.data.Dataset;
import org.edgeflow.models.data.file.Split;
import org.junit.jupiter.api.Test;

final class DigitsTest {

  @Test
  void theTwoSplitsHaveEveryImageOfTheCollectionOnce() {
    assertThat(load(Split.TRAIN).labels().length).isEqualTo(1500);
    assertThat(load(Split.TEST).labels().length).isEqualTo(297);
    assertThat(load(Split.TRAIN).shape()).containsExactly(1, 8, 8);
  }

  @Test
  void theFirstTenLabelsAreTheTenDigitsInOrder() {
    // As scikit-learn documents load_digits().target.
    assertThat(Arrays.copyOf(load(Split.TRAIN).labels(), 10))
        .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
  }

  @Test
  void greyValuesHaveSeventeenLevelsAndStandardizedInputsMeanZeroAndVarianceOne() {
    double[] inputs = load(Split.TRAIN).inputs();
    assertThat(Arrays.stream(inputs).distinct().count()).isEqualTo(17);
    assertThat(Arrays.stream(inputs).average().orElseThrow()).isCloseTo(0, within(1e-11));
    assertThat(Arrays.stream(inputs).map(x -> x * x).average().orElseThrow())
        .isCloseTo(1, within(1e-11));
  }

  private static Dataset load(Split split) {
    return EmbeddedImagesFactory.digits()
        .create(new Selection(split, Optional.empty(), Optional.empty(), Optional.empty()));
  }
}

package org.edgeflow.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import org.edgeflow.bench.workload.Tree;
import org.edgeflow.core.data.Dataset;
import org.edgeflow.core.plugin.Kind;
import org.edgeflow.core.plugin.Registry;
import org.edgeflow.core.settings.Decoder;
import org.junit.jupiter.api.Test;

class SyntheticImagesTest {
  private static final SyntheticImagesFactory.Settings CIFAR =
      Decoder.decode(Tree.section(Map.of()), SyntheticImagesFactory.Settings.class);

  @Test
  void theDefaultsHaveTheShapeOfCifar() {
    Dataset dataset = new SyntheticImagesFactory().create(CIFAR);
    assertThat(dataset.size()).isEqualTo(1000);
    assertThat(dataset.shape()).containsExactly(3, 32, 32);
    assertThat(dataset.classes()).hasSize(10);
  }

  @Test
  void pixelsAreStandardized() {
    double[] pixels = new SyntheticImagesFactory().create(CIFAR).inputs();
    // Three million of them: mean and variance are off by about 1/√3,000,000.
    assertThat(Arrays.stream(pixels).average().orElseThrow()).isCloseTo(0, within(4e-3));
    assertThat(Arrays.stream(pixels).map(x -> x * x).average().orElseThrow())
        .isCloseTo(1, within(5e-3));
  }

  @Test
  void equalSettingsGiveEqualNumbersAndAnotherSeedOthers() {
    SyntheticImagesFactory.Settings small = new SyntheticImagesFactory.Settings(5, 1, 4, 4, 2, 1);
    SyntheticImagesFactory.Settings other = new SyntheticImagesFactory.Settings(5, 1, 4, 4, 2, 2);
    SyntheticImagesFactory images = new SyntheticImagesFactory();
    assertThat(images.create(small).inputs()).isEqualTo(images.create(small).inputs());
    assertThat(images.create(small).inputs()).isNotEqualTo(images.create(other).inputs());
    assertThat(images.create(small).labels()).containsExactly(0, 1, 0, 1, 0);
  }

  @Test
  void aConfigCanNameThem() {
    assertThat(Registry.load().parts(Kind.DATASET)).containsKey("synthetic-images");
  }
}

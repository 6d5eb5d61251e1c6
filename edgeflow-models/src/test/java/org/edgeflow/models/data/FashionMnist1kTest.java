package org.edgeflow.models.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.edgeflow.core.data.Dataset;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.models.data.file.EmbeddedFiles;
import org.edgeflow.models.data.file.Split;
import org.junit.jupiter.api.Test;

final class FashionMnist1kTest {

  @Test
  void everyClassHasAHundredTrainingAndTwentyTestImages() {
    assertThat(counts(load(Split.TRAIN))).hasSize(10).containsOnly(100);
    assertThat(counts(load(Split.TEST))).hasSize(10).containsOnly(20);
  }

  @Test
  void imagesHaveOneChannelOf28By28Pixels() {
    assertThat(load(Split.TRAIN).shape()).containsExactly(1, 28, 28);
    assertThat(load(Split.TRAIN).features()).isEqualTo(784);
    assertThat(load(Split.TEST).shape()).containsExactly(1, 28, 28);
  }

  @Test
  void trainingInputsHaveMeanZeroAndVarianceOne() {
    double[] inputs = load(Split.TRAIN).inputs();
    assertThat(mean(inputs)).isCloseTo(0, within(1e-11));
    assertThat(meanSquare(inputs)).isCloseTo(1, within(1e-11));
  }

  @Test
  void testInputsAreStandardizedWithTheTrainingImages() {
    Dataset training = load(Split.TRAIN);
    Dataset test = load(Split.TEST);
    // Black is the most frequent value of both splits and must have become the same number.
    assertThat(Arrays.stream(test.inputs()).min().orElseThrow())
        .isEqualTo(Arrays.stream(training.inputs()).min().orElseThrow());
    assertThat(mean(test.inputs())).isNotCloseTo(0, within(1e-6));
    assertThat(test.provenance().get("mean")).isEqualTo(training.provenance().get("mean"));
    assertThat(test.provenance().get("deviation"))
        .isEqualTo(training.provenance().get("deviation"));
  }

  @Test
  void aPartOfTheTrainingSetIsStandardizedByItself() {
    Selection settings =
        new Selection(Split.TRAIN, Optional.of(150), Optional.of(List.of(9, 1)), Optional.empty());
    Dataset part = EmbeddedImagesFactory.fashionMnist1k().create(settings);
    assertThat(part.size()).isEqualTo(150);
    assertThat(part.classes()).containsExactly("Ankle boot", "Trouser");
    assertThat(mean(part.inputs())).isCloseTo(0, within(1e-11));
    assertThat(meanSquare(part.inputs())).isCloseTo(1, within(1e-11));
  }

  @Test
  void theFirstLabelsAreThoseOfTheOriginalFiles() {
    assertThat(Arrays.copyOf(load(Split.TRAIN).labels(), 10))
        .containsExactly(9, 0, 0, 3, 0, 2, 7, 2, 5, 5);
    assertThat(Arrays.copyOf(load(Split.TEST).labels(), 10))
        .containsExactly(9, 2, 1, 1, 6, 1, 4, 6, 5, 7);
    assertThat(load(Split.TRAIN).classes()).startsWith("T-shirt/top").endsWith("Ankle boot");
  }

  /** Trousers have two legs and bags have none: the labels belong to these images. */
  @Test
  void trousersHaveAGapBetweenTheLegsAndBagsDoNot() {
    Dataset training = load(Split.TRAIN);
    double trousers = gap(training, training.classes().indexOf("Trouser"));
    double bags = gap(training, training.classes().indexOf("Bag"));
    assertThat(trousers).isGreaterThan(0.3);
    assertThat(bags).isLessThan(0.1);
  }

  @Test
  void provenanceNamesEveryFileWithItsDigest() {
    assertThat(load(Split.TEST).provenance())
        .containsEntry("split", "test")
        .containsEntry("examples", "200")
        .containsEntry(
            "sha256 of train-images-idx3-ubyte.gz",
            "cb5e51a566f2aca42eeb3c302b4cd5568d9fc4668ce325bc06f513eb6e5b3eec")
        .containsKeys(
            "sha256 of train-labels-idx1-ubyte.gz",
            "sha256 of t10k-images-idx3-ubyte.gz",
            "sha256 of t10k-labels-idx1-ubyte.gz");
  }

  @Test
  void aSingleChangedByteInTheJarIsFound() {
    EmbeddedFiles damaged =
        new EmbeddedFiles(
            "fashion-mnist-1k",
            name -> {
              byte[] bytes = embedded(name);
              if (name.startsWith("train-images")) {
                bytes[100_000] ^= 1;
              }
              return new ByteArrayInputStream(bytes);
            });
    assertThatThrownBy(() -> damaged.read(Split.TRAIN))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(
            "the embedded fashion-mnist-1k/train-images-idx3-ubyte.gz is damaged: its SHA-256 is ")
        .hasMessageContaining(
            ", expected cb5e51a566f2aca42eeb3c302b4cd5568d9fc4668ce325bc06f513eb6e5b3eec.")
        .hasMessageEndingWith("Build or fetch EdgeFlow again.");
  }

  @Test
  void aFileWithoutADigestIsNotTrusted() {
    EmbeddedFiles unlisted =
        new EmbeddedFiles(
            "fashion-mnist-1k",
            name ->
                new ByteArrayInputStream(
                    name.equals("SHA256SUMS")
                        ? "00  other.gz\n".getBytes(StandardCharsets.US_ASCII)
                        : embedded(name)));
    assertThatThrownBy(() -> unlisted.read(Split.TRAIN))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "the embedded fashion-mnist-1k/SHA256SUMS does not list train-images-idx3-ubyte.gz."
                + " Build or fetch EdgeFlow again.");
  }

  @Test
  void aFileMissingFromTheJarIsNamed() {
    Function<String, InputStream> nothing = name -> null;
    assertThatThrownBy(() -> new EmbeddedFiles("fashion-mnist-1k", nothing).read(Split.TEST))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "the embedded fashion-mnist-1k/t10k-images-idx3-ubyte.gz is missing."
                + " Build or fetch EdgeFlow again.");
  }

  private static Dataset load(Split split) {
    return EmbeddedImagesFactory.fashionMnist1k()
        .create(new Selection(split, Optional.empty(), Optional.empty(), Optional.empty()));
  }

  private static byte[] embedded(String name) {
    try (InputStream stream = EmbeddedFiles.of("fashion-mnist-1k").open().apply(name)) {
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long[] counts(Dataset dataset) {
    return IntStream.range(0, dataset.classes().size())
        .mapToLong(c -> Arrays.stream(dataset.labels()).filter(label -> label == c).count())
        .toArray();
  }

  /** How much darker than its left and right the middle of row 22 is, on average, in deviations. */
  private static double gap(Dataset dataset, int label) {
    double sum = 0;
    int count = 0;
    for (int i = 0; i < dataset.size(); i++) {
      if (dataset.labels()[i] == label) {
        int row = i * dataset.features() + 22 * 28;
        double[] x = dataset.inputs();
        sum += (x[row + 10] + x[row + 17]) / 2 - (x[row + 13] + x[row + 14]) / 2;
        count++;
      }
    }
    return sum / count;
  }

  private static double mean(double[] x) {
    return Arrays.stream(x).sum() / x.length;
  }

  private static double meanSquare(double[] x) {
    return Arrays.stream(x).map(v -> v * v).sum() / x.length;
  }
}

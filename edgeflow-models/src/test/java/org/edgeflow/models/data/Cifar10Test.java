package org.edgeflow.models.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.edgeflow.models.data.WrittenCifar.batch;
import static org.edgeflow.models.data.WrittenCifar.pixel;
import static org.edgeflow.models.data.WrittenIdx.gzip;
import static org.edgeflow.models.data.WrittenIdx.write;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.edgeflow.core.data.Dataset;
import org.edgeflow.core.settings.Decoder;
import org.edgeflow.core.settings.Node;
import org.edgeflow.core.settings.Origin;
import org.edgeflow.models.data.file.SourceFile;
import org.edgeflow.models.data.file.Split;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class Cifar10Test {
  private static final int AREA = 32 * 32;

  @TempDir Path directory;

  @BeforeEach
  void soundFiles() {
    WrittenCifar.writeAll(directory);
  }

  @Test
  void theFiveTrainingFilesFollowOneAnother() {
    Dataset dataset = load(Split.TRAIN, null, null, null);
    assertThat(dataset.name()).isEqualTo("cifar-10");
    assertThat(dataset.shape()).containsExactly(3, 32, 32);
    assertThat(dataset.features()).isEqualTo(3072);
    assertThat(dataset.labels()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    assertThat(dataset.classes()).startsWith("airplane", "automobile").endsWith("ship", "truck");
  }

  @Test
  void pixelsComeBackChannelByChannelAsTheyWereWritten() {
    Dataset dataset = load(Split.TRAIN, null, null, null);
    double[] means = figures(dataset, "mean");
    double[] deviations = figures(dataset, "deviation");
    for (int image = 0; image < 10; image++) {
      for (int channel = 0; channel < 3; channel++) {
        for (int j = 0; j < AREA; j += 37) {
          double x = dataset.inputs()[3072 * image + AREA * channel + j];
          assertThat((x * deviations[channel] + means[channel]) * 255)
              .isCloseTo(pixel(image, channel, j), within(1e-10));
        }
      }
    }
  }

  @Test
  void eachChannelOfTheTrainingImagesGetsMeanZeroAndVarianceOne() {
    Dataset dataset = load(Split.TRAIN, null, null, null);
    for (int channel = 0; channel < 3; channel++) {
      double[] x = channel(dataset, channel);
      assertThat(Arrays.stream(x).average().orElseThrow()).isCloseTo(0, within(1e-12));
      assertThat(Arrays.stream(x).map(v -> v * v).average().orElseThrow())
          .isCloseTo(1, within(1e-12));
    }
    assertThat(figures(dataset, "mean")).hasSize(3).doesNotHaveDuplicates();
    assertThat(figures(dataset, "deviation")).hasSize(3).doesNotHaveDuplicates();
  }

  @Test
  void theMeanIsThatOfTheChannelsPixels() {
    Dataset dataset = load(Split.TRAIN, null, null, null);
    for (int channel = 0; channel < 3; channel++) {
      double sum = 0;
      for (int i = 0; i < 10 * AREA; i++) {
        sum += pixel(i / AREA, channel, i % AREA);
      }
      assertThat(figures(dataset, "mean")[channel])
          .isCloseTo(sum / (10 * AREA) / 255, within(1e-13));
    }
  }

  @Test
  void testImagesAreStandardizedWithTheTrainingImages() {
    Dataset whole = load(Split.TRAIN, null, null, null);
    Dataset part = load(Split.TRAIN, 2, List.of(3, 9), null);
    Dataset test = load(Split.TEST, 2, List.of(3, 9), 2);
    assertThat(test.labels()).containsExactly(0, 1);
    assertThat(test.provenance().get("mean"))
        .isEqualTo(part.provenance().get("mean"))
        .isNotEqualTo(whole.provenance().get("mean"));
    assertThat(test.inputs()[AREA])
        .isCloseTo(
            (pixel(100, 1, 0) / 255.0 - figures(part, "mean")[1]) / figures(part, "deviation")[1],
            within(1e-14));
  }

  @Test
  void classesAreChosenBeforeTheFirstExamplesAndRelabelledInTheOrderGiven() {
    write(directory, "data_batch_1.bin", batch(0, 5, 0, 9));
    Dataset dataset = load(Split.TRAIN, 3, List.of(9, 5), null);
    assertThat(dataset.labels()).containsExactly(1, 0, 1);
    assertThat(dataset.classes()).containsExactly("truck", "dog");
    assertThat(dataset.provenance())
        .containsEntry("class indices", "[9, 5]")
        .containsEntry("examples", "3")
        .containsEntry("examples by class", "[1, 2]");
  }

  @Test
  void plainAndCompressedFilesAreTheSameDataset(@TempDir Path packed) {
    for (int i = 0; i < 5; i++) {
      byte[] batch = batch(2 * i, 2 * i, 2 * i + 1);
      write(packed, "data_batch_" + (i + 1) + ".bin.gz", i == 2 ? batch : gzip(batch));
    }
    Dataset dataset = load(packed);
    assertThat(dataset.inputs()).containsExactly(load(Split.TRAIN, null, null, null).inputs());
    assertThat(dataset.provenance()).containsKey("sha256 of data_batch_5.bin.gz");
  }

  @Test
  void theFileOfNamesNamesTheClasses() {
    write(directory, "batches.meta.txt", names("a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n\n"));
    Dataset dataset = load(Split.TRAIN, null, null, null);
    assertThat(dataset.classes()).containsExactly("a", "b", "c", "d", "e", "f", "g", "h", "i", "j");
    assertThat(dataset.provenance()).containsKey("sha256 of batches.meta.txt");
  }

  @Test
  void provenanceHoldsTheDigestsOfTheFilesThatWereRead() {
    assertThat(load(Split.TRAIN, null, null, null).provenance())
        .containsEntry(
            "sha256 of data_batch_1.bin", new SourceFile("", "", batch(0, 0, 1)).sha256())
        .containsKeys("sha256 of data_batch_5.bin")
        .doesNotContainKeys("sha256 of test_batch.bin", "sha256 of batches.meta.txt")
        .containsEntry("split", "train")
        .containsEntry(
            "standardization",
            "(pixel/255 - mean) / deviation of each channel, over 10 training examples");
    assertThat(load(Split.TEST, null, List.of(3, 9), null).provenance())
        .containsKeys("sha256 of data_batch_1.bin", "sha256 of test_batch.bin");
  }

  @Test
  void configsNeedOnlyTheDirectory() {
    Map<String, Node> entries = new LinkedHashMap<>();
    Origin origin = new Origin("run.yaml", 7, directory.getParent());
    entries.put("directory", new Node.Scalar(directory.getFileName().toString(), false, origin));
    assertThat(Decoder.decode(new Node.Mapping(entries, origin), Cifar10Factory.Settings.class))
        .isEqualTo(settings(directory, Split.TRAIN, null, null, null));
  }

  private Dataset load(Split split, Integer examples, List<Integer> classes, Integer training) {
    return new Cifar10Factory().create(settings(directory, split, examples, classes, training));
  }

  private static Dataset load(Path directory) {
    return new Cifar10Factory().create(settings(directory, Split.TRAIN, null, null, null));
  }

  static Cifar10Factory.Settings settings(
      Path directory, Split split, Integer examples, List<Integer> classes, Integer training) {
    return new Cifar10Factory.Settings(
        directory,
        new Selection(
            split,
            Optional.ofNullable(examples),
            Optional.ofNullable(classes),
            Optional.ofNullable(training)));
  }

  private static byte[] names(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static double[] figures(Dataset dataset, String key) {
    String list = dataset.provenance().get(key);
    return Arrays.stream(list.substring(1, list.length() - 1).split(", "))
        .mapToDouble(Double::parseDouble)
        .toArray();
  }

  private static double[] channel(Dataset dataset, int channel) {
    double[] values = new double[dataset.size() * AREA];
    for (int i = 0; i < dataset.size(); i++) {
      System.arraycopy(dataset.inputs(), 3072 * i + AREA * channel, values, AREA * i, AREA);
    }
    return values;
  }
}

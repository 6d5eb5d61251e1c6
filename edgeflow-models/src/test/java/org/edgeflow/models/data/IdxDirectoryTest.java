package org.edgeflow.models.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.edgeflow.models.data.WrittenIdx.gzip;
import static org.edgeflow.models.data.WrittenIdx.images;
import static org.edgeflow.models.data.WrittenIdx.labels;
import static org.edgeflow.models.data.WrittenIdx.write;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.edgeflow.core.data.Dataset;
import org.edgeflow.core.data.DatasetFactory;
import org.edgeflow.core.plugin.EdgeFlowPlugin;
import org.edgeflow.core.plugin.Kind;
import org.edgeflow.core.plugin.Registry;
import org.edgeflow.core.settings.Decoder;
import org.edgeflow.core.settings.Node;
import org.edgeflow.core.settings.Origin;
import org.edgeflow.models.data.file.LabelledImages;
import org.edgeflow.models.data.file.Split;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class IdxDirectoryTest {
  @TempDir Path directory;

  @Test
  void pixelsAndLabelsComeBackAsTheyWereWritten() {
    write(directory, "train-images-idx3-ubyte", images(6, 3));
    write(directory, "train-labels-idx1-ubyte", labels(0, 1, 2, 2, 1, 0));
    Dataset dataset = IdxDirectoryFactory.any().create(train());
    assertThat(dataset.shape()).containsExactly(1, 3, 3);
    assertThat(dataset.labels()).containsExactly(0, 1, 2, 2, 1, 0);
    assertThat(dataset.classes()).containsExactly("0", "1", "2");
    double mean = Double.parseDouble(dataset.provenance().get("mean"));
    double deviation = Double.parseDouble(dataset.provenance().get("deviation"));
    for (int i = 0; i < 6; i++) {
      for (int j = 0; j < 9; j++) {
        double pixel = (dataset.inputs()[9 * i + j] * deviation + mean) * 255;
        assertThat(pixel).isCloseTo((7 * i + 3 * j) % 256, within(1e-10));
      }
    }
  }

  @Test
  void plainAndCompressedFilesUnderAllUsualNamesAreTheSameDataset(
      @TempDir Path plain, @TempDir Path packed, @TempDir Path dotted, @TempDir Path mislabelled) {
    byte[] images = images(4, 2);
    byte[] labels = labels(0, 1, 1, 0);
    write(plain, "train-images-idx3-ubyte", images);
    write(plain, "train-labels-idx1-ubyte", labels);
    write(packed, "train-images-idx3-ubyte.gz", gzip(images));
    write(packed, "train-labels-idx1-ubyte.gz", gzip(labels));
    write(dotted, "train-images.idx3-ubyte", images);
    write(dotted, "train-labels.idx1-ubyte.gz", gzip(labels));
    // Browsers decompress downloads and keep the name.
    write(mislabelled, "train-images-idx3-ubyte.gz", images);
    write(mislabelled, "train-labels-idx1-ubyte", gzip(labels));
    Dataset expected = IdxDirectoryFactory.any().create(train(plain));
    for (Path other : List.of(packed, dotted, mislabelled)) {
      Dataset dataset = IdxDirectoryFactory.any().create(train(other));
      assertThat(dataset.inputs()).containsExactly(expected.inputs());
      assertThat(dataset.labels()).containsExactly(expected.labels());
    }
  }

  @Test
  void keptClassesAreRelabelledInTheOrderGiven() {
    write(directory, "train-images-idx3-ubyte", images(7, 28));
    write(directory, "train-labels-idx1-ubyte", labels(5, 0, 9, 5, 3, 9, 0));
    IdxDirectoryFactory.Settings settings =
        new IdxDirectoryFactory.Settings(
            directory,
            new Selection(
                Split.TRAIN, Optional.of(4), Optional.of(List.of(9, 0, 5)), Optional.empty()));
    Dataset dataset = IdxDirectoryFactory.fashionMnist().create(settings);
    assertThat(dataset.labels()).containsExactly(2, 1, 0, 2);
    assertThat(dataset.classes()).containsExactly("Ankle boot", "T-shirt/top", "Sandal");
    assertThat(dataset.provenance())
        .containsEntry("class indices", "[9, 0, 5]")
        .containsEntry("examples by class", "[1, 1, 2]");
  }

  @Test
  void digitsAreNamedByThemselves() {
    write(directory, "train-images-idx3-ubyte", images(10, 28));
    write(directory, "train-labels-idx1-ubyte", labels(9, 8, 7, 6, 5, 4, 3, 2, 1, 0));
    Dataset dataset = IdxDirectoryFactory.mnist().create(train());
    assertThat(dataset.classes()).containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
    assertThat(dataset.name()).isEqualTo("mnist");
  }

  @Test
  void aTestSplitCanShareTheStandardizationOfAPartOfTheTrainingSplit() {
    writeBothSplits();
    Dataset part = IdxDirectoryFactory.any().create(settings(Split.TRAIN, 4, 0));
    Dataset whole = IdxDirectoryFactory.any().create(train());
    Dataset test = IdxDirectoryFactory.any().create(settings(Split.TEST, 2, 4));
    assertThat(test.size()).isEqualTo(2);
    assertThat(test.provenance().get("mean"))
        .isEqualTo(part.provenance().get("mean"))
        .isNotEqualTo(whole.provenance().get("mean"));
    // Test image 0 has the pixels of training image 0.
    assertThat(Arrays.copyOf(test.inputs(), 9)).containsExactly(Arrays.copyOf(part.inputs(), 9));
  }

  @Test
  void aTrainingSplitNeedsNoTestFiles() {
    write(directory, "train-images-idx3-ubyte", images(2, 2));
    write(directory, "train-labels-idx1-ubyte", labels(0, 1));
    assertThat(IdxDirectoryFactory.any().create(train()).size()).isEqualTo(2);
  }

  @Test
  void provenanceHoldsTheDigestsOfTheFilesAsTheyLie() {
    write(directory, "train-images-idx3-ubyte", images(2, 2));
    write(directory, "train-labels-idx1-ubyte", labels(0, 1));
    assertThat(IdxDirectoryFactory.any().create(train()).provenance())
        .containsEntry(
            "sha256 of train-labels-idx1-ubyte",
            "8c50639ad7f90a8211edb1bbdfb25436fd8e2a10794b6d5e3d479d1b22c7e318")
        .containsEntry("split", "train")
        .containsEntry("examples", "2")
        .containsKeys("sha256 of train-images-idx3-ubyte", "mean", "deviation");
  }

  @Test
  void configsNeedOnlyTheDirectory() {
    writeBothSplits();
    Map<String, Node> entries = new LinkedHashMap<>();
    Origin origin = new Origin("run.yaml", 7, directory.getParent());
    entries.put("directory", new Node.Scalar(directory.getFileName().toString(), false, origin));
    IdxDirectoryFactory.Settings settings =
        Decoder.decode(new Node.Mapping(entries, origin), IdxDirectoryFactory.Settings.class);
    assertThat(settings).isEqualTo(train());
  }

  @Test
  void theRoomPlugsInSixDatasets() {
    Registry registry = Registry.of(List.<EdgeFlowPlugin>of(new DataPlugin()));
    assertThat(registry.parts(Kind.DATASET))
        .containsOnlyKeys(
            "fashion-mnist-1k", "digits", "fashion-mnist", "mnist", "idx", "cifar-10", "sorting");
    assertThat(registry.parts(Kind.DATASET).values()).allMatch(DatasetFactory.class::isInstance);
    assertThat(Registry.load().parts(Kind.DATASET)).containsKey("fashion-mnist-1k");
  }

  @Property(tries = 100)
  void anyImagesThatAreNotOneColourGetMeanZeroAndVarianceOne(@ForAll @Size(24) byte[] pixels) {
    byte[] varied = pixels.clone();
    varied[0] = 0;
    varied[1] = 1;
    LabelledImages images = new LabelledImages(varied, 3, 4, new int[] {0, 1});
    double[] inputs = Standardization.of(images, "here").apply(images);
    assertThat(Arrays.stream(inputs).average().orElseThrow()).isCloseTo(0, within(1e-9));
    assertThat(Arrays.stream(inputs).map(x -> x * x).average().orElseThrow())
        .isCloseTo(1, within(1e-9));
  }

  private void writeBothSplits() {
    write(directory, "train-images-idx3-ubyte", images(8, 3));
    write(directory, "train-labels-idx1-ubyte", labels(0, 1, 0, 1, 0, 1, 0, 1));
    write(directory, "t10k-images-idx3-ubyte", images(4, 3));
    write(directory, "t10k-labels-idx1-ubyte", labels(0, 1, 1, 0));
  }

  private IdxDirectoryFactory.Settings train() {
    return train(directory);
  }

  private static IdxDirectoryFactory.Settings train(Path directory) {
    return new IdxDirectoryFactory.Settings(
        directory,
        new Selection(Split.TRAIN, Optional.empty(), Optional.empty(), Optional.empty()));
  }

  private IdxDirectoryFactory.Settings settings(Split split, int examples, int trainingExamples) {
    return new IdxDirectoryFactory.Settings(
        directory,
        new Selection(
            split,
            Optional.of(examples),
            Optional.empty(),
            trainingExamples == 0 ? Optional.empty() : Optional.of(trainingExamples)));
  }
}

package org.edgeflow.models.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.edgeflow.models.data.WrittenIdx.gzip;
import static org.edgeflow.models.data.WrittenIdx.idx;
import static org.edgeflow.models.data.WrittenIdx.images;
import static org.edgeflow.models.data.WrittenIdx.labels;
import static org.edgeflow.models.data.WrittenIdx.write;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.models.data.file.Split;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every way in which a directory or a selection can be wrong, and what a person reads then. */
final class IdxMessagesTest {
  private static final String IMAGES = "train-images-idx3-ubyte";
  private static final String LABELS = "train-labels-idx1-ubyte";

  @TempDir Path directory;

  @BeforeEach
  void soundFiles() {
    write(directory, IMAGES, images(6, 3));
    write(directory, LABELS, labels(0, 1, 2, 2, 1, 0));
  }

  @Test
  void aMissingDirectory() {
    Path absent = directory.resolve("absent");
    assertThat(message(IdxDirectoryFactory.mnist(), train(absent)))
        .isEqualTo(
            "dataset 'mnist': the directory "
                + absent
                + " does not exist. Set 'directory' to where the IDX files are.");
  }

  @Test
  void aFileInPlaceOfTheDirectory() {
    Path file = directory.resolve(LABELS);
    assertThat(message(IdxDirectoryFactory.any(), train(file)))
        .isEqualTo(
            "dataset 'idx': "
                + file
                + " is a file, expected a directory. Set 'directory' to the directory that holds it.");
  }

  @Test
  void aMissingFile() {
    assertThat(message(IdxDirectoryFactory.any(), settings(Split.TEST, null, null, null)))
        .isEqualTo(
            "dataset 'idx': the directory "
                + directory
                + " lacks files of the test split; looked for t10k-images-idx3-ubyte,"
                + " t10k-images-idx3-ubyte.gz, t10k-images.idx3-ubyte, t10k-images.idx3-ubyte.gz; and for"
                + " t10k-labels-idx1-ubyte, t10k-labels-idx1-ubyte.gz, t10k-labels.idx1-ubyte,"
                + " t10k-labels.idx1-ubyte.gz. It holds: train-images-idx3-ubyte,"
                + " train-labels-idx1-ubyte. Set 'directory' to where the IDX files are.");
  }

  @Test
  void anEmptyDirectory(@TempDir Path empty) {
    assertThat(message(IdxDirectoryFactory.any(), train(empty)))
        .endsWith(" It holds: nothing. Set 'directory' to where the IDX files are.");
  }

  @Test
  void aTruncatedFile() {
    write(directory, IMAGES, Arrays.copyOf(images(6, 3), 60));
    assertThat(message())
        .isEqualTo(
            directory.resolve(IMAGES)
                + " is truncated: 60 bytes, expected 70 (its header says 6 images of 3x3)."
                + " Fetch or copy it again.");
  }

  @Test
  void aFileTruncatedWithinItsHeader() {
    write(directory, LABELS, new byte[] {0, 0, 8, 1, 0});
    assertThat(message())
        .isEqualTo(
            directory.resolve(LABELS)
                + " is truncated: 5 bytes, expected 8 (its header alone). Fetch or copy it again.");
  }

  @Test
  void anEmptyFile() {
    write(directory, LABELS, new byte[0]);
    assertThat(message()).contains("is truncated: 0 bytes, expected 8 (its header alone)");
  }

  @Test
  void aTruncatedGzipFile() {
    replace(IMAGES, cut(gzip(images(600, 28)), 2_000));
    assertThat(message())
        .matches(
            "\\Q"
                + directory.resolve(IMAGES)
                + ".gz\\E is truncated: \\d+ bytes when decompressed, expected 470416 \\(its header says"
                + " 600 images of 28x28\\). Fetch or copy it again.");
  }

  @Test
  void aGzipFileWithoutItsChecksum() {
    byte[] packed = gzip(images(6, 3));
    replace(IMAGES, cut(packed, packed.length - 4));
    assertThat(message())
        .isEqualTo(
            directory.resolve(IMAGES)
                + ".gz is a damaged gzip file (the stream ends before its checksum)."
                + " Fetch or copy it again.");
  }

  @Test
  void aGzipFileCutWithinItsHeader() {
    replace(IMAGES, cut(gzip(images(6, 3)), 6));
    assertThat(message()).contains(" is a damaged gzip file (it ends within its header)");
  }

  @Test
  void aGzipFileWithAWrongChecksum() {
    byte[] packed = gzip(images(6, 3));
    packed[packed.length - 7] ^= 1;
    replace(IMAGES, packed);
    assertThat(message())
        .isEqualTo(
            directory.resolve(IMAGES)
                + ".gz is a damaged gzip file (Corrupt GZIP trailer). Fetch or copy it again.");
  }

  @Test
  void aDamagedByteOfAGzipFileNeverChangesThePixels() {
    double[] sound = IdxDirectoryFactory.any().create(train(directory)).inputs();
    byte[] packed = gzip(images(6, 3));
    int refused = 0;
    for (int i = 0; i < packed.length; i++) {
      byte[] damaged = packed.clone();
      damaged[i] ^= (byte) 0x10;
      replace(IMAGES, damaged);
      try {
        // Padding bits, and the header's time and system, may change without harm.
        assertThat(IdxDirectoryFactory.any().create(train(directory)).inputs())
            .as("byte %d", i)
            .containsExactly(sound);
      } catch (ConfigException e) {
        assertThat(e).as("byte %d", i).hasMessageStartingWith(directory.resolve(IMAGES) + ".gz ");
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(packed.length - 12);
  }

  @Test
  void aFileThatIsTooLong() {
    write(directory, LABELS, Arrays.copyOf(labels(0, 1, 2, 2, 1, 0), 15));
    assertThat(message())
        .isEqualTo(
            directory.resolve(LABELS)
                + " goes on after the 14 bytes that its header promises (its header says 6 labels)."
                + " Is it damaged?");
  }

  @Test
  void labelsInPlaceOfImages() {
    write(directory, IMAGES, labels(0, 1, 2, 2, 1, 0));
    assertThat(message())
        .isEqualTo(
            directory.resolve(IMAGES)
                + " begins with the bytes 00 00 08 01, expected 00 00 08 03 (IDX, images)."
                + " Is it the right file?");
  }

  @Test
  void aWebPageInPlaceOfLabels() {
    write(directory, LABELS, "<!DOCTYPE html>".getBytes(StandardCharsets.US_ASCII));
    assertThat(message())
        .contains("begins with the bytes 3c 21 44 4f, expected 00 00 08 01 (IDX, labels)");
  }

  @Test
  void aHeaderThatPromisesMoreThanMemoryHolds() {
    write(directory, IMAGES, idx(new byte[9], -1, 3, 3));
    assertThat(message())
        .isEqualTo(
            directory.resolve(IMAGES)
                + " has the extents 4294967295x3x3 in its header, expected fewer than 2^31 elements."
                + " Is it damaged?");
  }

  @Test
  void aFileWithoutExamples() {
    write(directory, IMAGES, images(0, 3));
    assertThat(message())
        .isEqualTo(directory.resolve(IMAGES) + " holds no images: its header says 0x3x3.");
  }

  @Test
  void countsThatDiffer() {
    write(directory, LABELS, labels(0, 1, 2, 2, 1));
    assertThat(message())
        .isEqualTo(
            directory.resolve(IMAGES)
                + " has 6 images, but train-labels-idx1-ubyte beside it has 5 labels; expected as many."
                + " Are both from the same collection?");
  }

  @Test
  void moreExamplesThanThereAre() {
    assertThat(message(IdxDirectoryFactory.any(), settings(Split.TRAIN, 7, null, null)))
        .isEqualTo(
            "dataset 'idx': the training split has 6 examples, but the config asks for 7."
                + " Ask for at most 6.");
    assertThat(message(IdxDirectoryFactory.any(), settings(Split.TRAIN, 5, List.of(2, 0), null)))
        .isEqualTo(
            "dataset 'idx': the training split has 4 examples of the classes 2, 0, but the config"
                + " asks for 5. Ask for at most 4.");
  }

  @Test
  void anUnknownClass() {
    assertThat(message(IdxDirectoryFactory.any(), settings(Split.TRAIN, null, List.of(0, 3), null)))
        .isEqualTo("dataset 'idx': 'classes' names class 3, expected 0 to 2.");
    write(directory, IMAGES, images(6, 28));
    assertThat(
            message(
                IdxDirectoryFactory.fashionMnist(), settings(Split.TRAIN, null, List.of(10), null)))
        .isEqualTo(
            "dataset 'fashion-mnist': 'classes' names class 10, expected 0 to 9: 0 T-shirt/top,"
                + " 1 Trouser, 2 Pullover, 3 Dress, 4 Coat, 5 Sandal, 6 Shirt, 7 Sneaker, 8 Bag,"
                + " 9 Ankle boot.");
  }

  @Test
  void aClassNamedTwiceOrNoneAtAll() {
    assertThat(
            message(IdxDirectoryFactory.any(), settings(Split.TRAIN, null, List.of(1, 0, 1), null)))
        .isEqualTo("dataset 'idx': 'classes' names class 1 twice, expected each class once.");
    assertThat(message(IdxDirectoryFactory.any(), settings(Split.TRAIN, null, List.of(), null)))
        .isEqualTo(
            "dataset 'idx': 'classes' is empty, expected at least one class index."
                + " Leave it out to keep all.");
  }

  @Test
  void aClassWithNoExamples() {
    write(directory, LABELS, labels(0, 1, 3, 3, 1, 0));
    assertThat(message())
        .isEqualTo(
            "dataset 'idx': the training split has no example of class 2."
                + " Keep only classes that it has, with 'classes: [0, 1, 3]'.");
    assertThat(message(IdxDirectoryFactory.any(), settings(Split.TRAIN, null, List.of(2), null)))
        .isEqualTo(
            "dataset 'idx': the training split has no example of class 2."
                + " Keep only classes that it has.");
  }

  @Test
  void aClassWithNoExamplesAmongTheFirst() {
    write(directory, IMAGES, images(6, 28));
    assertThat(
            message(
                IdxDirectoryFactory.fashionMnist(),
                settings(Split.TRAIN, 2, List.of(2, 0, 1), null)))
        .isEqualTo(
            "dataset 'fashion-mnist': the training split has no example of class 2 (Pullover) among the"
                + " first 2. Ask for more examples, or keep only classes that it has, with"
                + " 'classes: [0, 1]'.");
  }

  @Test
  void labelsOutsideTheClasses() {
    write(directory, IMAGES, images(6, 28));
    write(directory, LABELS, labels(0, 1, 2, 11, 1, 0));
    assertThat(message(IdxDirectoryFactory.mnist(), train(directory)))
        .isEqualTo(
            "dataset 'mnist': the training split labels example 3 with class 11, expected 0 to 9."
                + " For other classes use the dataset 'idx'.");
  }

  @Test
  void testLabelsThatTheTrainingSplitDoesNotKnow() {
    write(directory, "t10k-images-idx3-ubyte", images(2, 3));
    write(directory, "t10k-labels-idx1-ubyte", labels(0, 4));
    assertThat(message(IdxDirectoryFactory.any(), settings(Split.TEST, null, null, null)))
        .isEqualTo(
            "dataset 'idx': the test split labels example 1 with class 4, expected 0 to 2,"
                + " the classes of the training split.");
  }

  @Test
  void imagesOfAnotherSize() {
    assertThat(message(IdxDirectoryFactory.mnist(), train(directory)))
        .isEqualTo(
            directory.resolve(IMAGES)
                + " has images of 3x3 pixels, expected 28x28 for dataset 'mnist'."
                + " For other images use the dataset 'idx'.");
    write(directory, "t10k-images-idx3-ubyte", images(3, 2));
    write(directory, "t10k-labels-idx1-ubyte", labels(0, 1, 2));
    assertThat(message(IdxDirectoryFactory.any(), settings(Split.TEST, null, null, null)))
        .isEqualTo(
            "dataset 'idx': the test split has images of 2x2 pixels, expected 3x3 as in the training"
                + " split. Are both from the same collection?");
  }

  @Test
  void imagesOfOneColour() {
    write(directory, IMAGES, idx(new byte[54], 6, 3, 3));
    assertThat(message())
        .isEqualTo(
            "dataset 'idx': the training split has the value 0 in every pixel, expected images."
                + " Is it the right file?");
  }

  @Test
  void trainingExamplesForATrainingSplit() {
    assertThat(message(IdxDirectoryFactory.any(), settings(Split.TRAIN, null, null, 3)))
        .isEqualTo(
            "dataset 'idx': 'training-examples' is for 'split: test'; the training split is"
                + " standardized with the examples it has. Use 'examples' instead.");
  }

  private String message() {
    return message(IdxDirectoryFactory.any(), train(directory));
  }

  private static String message(
      IdxDirectoryFactory factory, IdxDirectoryFactory.Settings settings) {
    ConfigException exception =
        catchThrowableOfType(ConfigException.class, () -> factory.create(settings));
    assertThat(exception).as("an error").isNotNull();
    assertThat(exception.problems()).hasSize(1);
    return exception.getMessage();
  }

  private void replace(String name, byte[] packed) {
    if (!directory.resolve(name).toFile().delete()) {
      assertThat(directory.resolve(name + ".gz")).exists();
    }
    write(directory, name + ".gz", packed);
  }

  private static byte[] cut(byte[] bytes, int length) {
    assertThat(bytes.length).isGreaterThan(length);
    return Arrays.copyOf(bytes, length);
  }

  private static IdxDirectoryFactory.Settings train(Path directory) {
    return new IdxDirectoryFactory.Settings(
        directory,
        new Selection(Split.TRAIN, Optional.empty(), Optional.empty(), Optional.empty()));
  }

  private IdxDirectoryFactory.Settings settings(
      Split split, Integer examples, List<Integer> classes, Integer trainingExamples) {
    return new IdxDirectoryFactory.Settings(
        directory,
        new Selection(
            split,
            Optional.ofNullable(examples),
            Optional.ofNullable(classes),
            Optional.ofNullable(trainingExamples)));
  }
}

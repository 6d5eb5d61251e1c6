package org.edgeflow.models.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.edgeflow.models.data.Cifar10Test.settings;
import static org.edgeflow.models.data.WrittenCifar.batch;
import static org.edgeflow.models.data.WrittenIdx.gzip;
import static org.edgeflow.models.data.WrittenIdx.write;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.models.data.file.LabelledImages;
import org.edgeflow.models.data.file.Split;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every way in which CIFAR-10's files or a selection of them can be wrong. */
final class CifarMessagesTest {
  private static final String WHERE =
      " Set 'directory' to where the files of CIFAR-10's binary version (.bin) are.";

  @TempDir Path directory;

  @BeforeEach
  void soundFiles() {
    WrittenCifar.writeAll(directory);
  }

  @Test
  void aMissingDirectory() {
    Path absent = directory.resolve("absent");
    assertThat(message(settings(absent, Split.TRAIN, null, null, null)))
        .isEqualTo("dataset 'cifar-10': the directory " + absent + " does not exist." + WHERE);
  }

  @Test
  void aFileInPlaceOfTheDirectory() {
    Path file = directory.resolve("test_batch.bin");
    assertThat(message(settings(file, Split.TRAIN, null, null, null)))
        .isEqualTo(
            "dataset 'cifar-10': "
                + file
                + " is a file, expected a directory. Set 'directory' to the directory that holds it.");
  }

  @Test
  void missingFiles() throws IOException {
    Files.delete(directory.resolve("data_batch_2.bin"));
    Files.delete(directory.resolve("data_batch_4.bin"));
    assertThat(message())
        .isEqualTo(
            "dataset 'cifar-10': the directory "
                + directory
                + " lacks files of the training split; looked for data_batch_2.bin,"
                + " data_batch_2.bin.gz; and for data_batch_4.bin, data_batch_4.bin.gz. It holds:"
                + " data_batch_1.bin, data_batch_3.bin, data_batch_5.bin, test_batch.bin."
                + WHERE);
  }

  @Test
  void aMissingTestFile() throws IOException {
    Files.delete(directory.resolve("test_batch.bin"));
    assertThat(message(settings(directory, Split.TEST, null, null, null)))
        .startsWith(
            "dataset 'cifar-10': the directory "
                + directory
                + " lacks files of the test split; looked for test_batch.bin, test_batch.bin.gz. ");
  }

  @Test
  void aFileOfAnotherSize() {
    write(directory, "data_batch_3.bin", Arrays.copyOf(batch(4, 4, 5), 6000));
    assertThat(message())
        .isEqualTo(
            directory.resolve("data_batch_3.bin")
                + " has 6000 bytes, expected a multiple of 3073 above 0 (records of 1 label byte and"
                + " 3072 pixel bytes; CIFAR-10's own files have 10000 of them, 30730000 bytes)."
                + " Fetch or copy it again, in the binary version.");
  }

  @Test
  void anEmptyFile() {
    write(directory, "data_batch_3.bin", new byte[0]);
    assertThat(message()).contains("data_batch_3.bin has 0 bytes, expected a multiple of 3073");
  }

  @Test
  void aCompressedFileOfAnotherSize() throws IOException {
    Files.delete(directory.resolve("data_batch_3.bin"));
    write(directory, "data_batch_3.bin.gz", gzip(new byte[3074]));
    assertThat(message())
        .contains("data_batch_3.bin.gz has 3074 bytes when decompressed, expected a multiple of");
  }

  @Test
  void damagedGzipFiles() {
    byte[] packed = gzip(batch(4, 4, 5));
    Path file = directory.resolve("data_batch_3.bin");
    write(directory, "data_batch_3.bin", Arrays.copyOf(packed, packed.length - 4));
    assertThat(message())
        .isEqualTo(
            file
                + " is a damaged gzip file (the stream ends early, after 6146 bytes)."
                + " Fetch or copy it again.");
    write(directory, "data_batch_3.bin", Arrays.copyOf(packed, 6));
    assertThat(message()).contains(" is a damaged gzip file (it ends within its header).");
    packed[packed.length - 7] ^= 1;
    write(directory, "data_batch_3.bin", packed);
    assertThat(message()).contains(" is a damaged gzip file (Corrupt GZIP trailer).");
  }

  @Test
  void aLabelOutsideTheClasses() {
    write(directory, "data_batch_5.bin", batch(8, 8, 200));
    assertThat(message())
        .isEqualTo(
            directory.resolve("data_batch_5.bin")
                + " labels record 1 (counted from 0) with class 200, expected 0 to 9."
                + " Is it CIFAR-10's binary version, and undamaged?");
  }

  @Test
  void moreExamplesThanThereAre() {
    assertThat(message(settings(directory, Split.TRAIN, 11, null, null)))
        .isEqualTo(
            "dataset 'cifar-10': the training split has 10 examples, but the config asks for 11."
                + " Ask for at most 10.");
    assertThat(message(settings(directory, Split.TEST, 3, List.of(9, 3), 3)))
        .isEqualTo(
            "dataset 'cifar-10': the training split has 2 examples of the classes 9, 3, but the"
                + " config asks for 3. Ask for at most 2.");
  }

  @Test
  void anUnknownClassAndOneNamedTwice() {
    assertThat(message(settings(directory, Split.TRAIN, null, List.of(0, 10), null)))
        .startsWith(
            "dataset 'cifar-10': 'classes' names class 10, expected 0 to 9: 0 airplane,"
                + " 1 automobile, 2 bird,");
    assertThat(message(settings(directory, Split.TRAIN, null, List.of(1, 1), null)))
        .isEqualTo("dataset 'cifar-10': 'classes' names class 1 twice, expected each class once.");
  }

  @Test
  void aClassWithNoExamples() {
    assertThat(message(settings(directory, Split.TEST, null, List.of(9, 4), null)))
        .isEqualTo(
            "dataset 'cifar-10': the test split has no example of class 4 (deer)."
                + " Keep only classes that it has, with 'classes: [9]'.");
    assertThat(message(settings(directory, Split.TRAIN, 1, List.of(0, 1), null)))
        .isEqualTo(
            "dataset 'cifar-10': the training split has no example of class 1 (automobile) among the"
                + " first 1. Ask for more examples, or keep only classes that it has, with"
                + " 'classes: [0]'.");
  }

  @Test
  void trainingExamplesForATrainingSplit() {
    assertThat(message(settings(directory, Split.TRAIN, null, null, 3)))
        .startsWith("dataset 'cifar-10': 'training-examples' is for 'split: test';");
  }

  @Test
  void aChannelOfOneColour() {
    byte[] batch = batch(0, 0, 0);
    for (int i = 0; i < 2; i++) {
      Arrays.fill(batch, 3073 * i + 1 + 2048, 3073 * (i + 1), (byte) 200);
    }
    write(directory, "data_batch_1.bin", batch);
    assertThat(message(settings(directory, Split.TRAIN, null, List.of(0), null)))
        .isEqualTo(
            "dataset 'cifar-10': the training split has the value 200 in every pixel of channel 2,"
                + " expected images. Is it the right file?");
  }

  @Test
  void aFileOfNamesThatDoesNotNameTen() {
    write(directory, "batches.meta.txt", "cat\ndog\n".getBytes(StandardCharsets.US_ASCII));
    assertThat(message())
        .isEqualTo(
            directory.resolve("batches.meta.txt")
                + " names 2 classes, expected 10, one a line. Fetch or copy it again, or remove it:"
                + " the names are known without it.");
  }

  @Test
  void morePixelsThanAnArrayHolds() {
    byte[] large = new byte[1 << 20];
    LabelledImages images = new LabelledImages(large, 1, 1024, 1024, new int[] {0});
    assertThatThrownBy(
            () -> LabelledImages.join(Collections.nCopies(2048, images), "the training split"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "the training split has 2147483648 pixel bytes in all its files, expected fewer than"
                + " 2^31. Is it the right directory?");
  }

  private String message() {
    return message(settings(directory, Split.TRAIN, null, null, null));
  }

  private static String message(Cifar10Factory.Settings settings) {
    ConfigException exception =
        catchThrowableOfType(ConfigException.class, () -> new Cifar10Factory().create(settings));
    assertThat(exception).as("an error").isNotNull();
    assertThat(exception.problems()).hasSize(1);
    return exception.getMessage();
  }
}

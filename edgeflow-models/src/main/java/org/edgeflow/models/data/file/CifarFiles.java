package org.edgeflow.models.data.file;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.edgeflow.core.settings.ConfigException;

/**
 * The files of CIFAR-10's binary version: records of one label byte and 3072 pixel bytes, 1024 red,
 * then 1024 green, then 1024 blue, each 32 rows of 32.
 *
 * @param directory where they are
 * @param names the file of class names, if there is one
 */
public record CifarFiles(DataDirectory directory, Optional<SourceFile> names)
    implements SourceFiles {
  private static final int CHANNELS = 3;
  private static final int SIDE = 32;
  private static final int PIXELS = CHANNELS * SIDE * SIDE;
  private static final int RECORD = 1 + PIXELS;
  private static final int BATCHES = 5;

  /** Ten times as many as CIFAR-10's own files have. */
  private static final int MOST_RECORDS = 100_000;

  private static final int LONGEST_NAMES = 1 << 16;
  private static final List<String> CLASSES =
      List.of(
          "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

  /** The files in a directory, which need not exist yet. */
  public static CifarFiles in(DataDirectory directory) {
    return new CifarFiles(
        directory, directory.find(plainOrPacked("batches.meta.txt")).map(DataDirectory::read));
  }

  /**
   * The names of the classes: of {@code batches.meta.txt} where there is one, one a line.
   *
   * @throws ConfigException if that file does not name ten
   */
  public List<String> classes() {
    return names.map(CifarFiles::named).orElse(CLASSES);
  }

  @Override
  public Part read(Split split) {
    Map<String, String> digests = new LinkedHashMap<>();
    names.ifPresent(file -> digests.put(file.name(), file.sha256()));
    List<LabelledImages> batches = new ArrayList<>();
    for (Path path : directory.find(split, wanted(split))) {
      SourceFile file = DataDirectory.read(path);
      digests.put(file.name(), file.sha256());
      batches.add(batch(file));
    }
    String where = "dataset '" + directory.dataset() + "': the " + split.label();
    return new Part(LabelledImages.join(batches, where), directory.path().toString(), digests);
  }

  private static List<List<String>> wanted(Split split) {
    return split == Split.TEST
        ? List.of(plainOrPacked("test_batch.bin"))
        : IntStream.rangeClosed(1, BATCHES)
            .mapToObj(i -> plainOrPacked("data_batch_" + i + ".bin"))
            .toList();
  }

  private static List<String> plainOrPacked(String name) {
    return List.of(name, name + ".gz");
  }

  private static LabelledImages batch(SourceFile file) {
    byte[] bytes = UncompressedBytes.of(file, MOST_RECORDS * RECORD);
    if (bytes.length == 0 || bytes.length % RECORD != 0) {
      throw new ConfigException(
          file.place()
              + " has "
              + bytes.length
              + " bytes"
              + (UncompressedBytes.gzipped(file) ? " when decompressed" : "")
              + ", expected a multiple of "
              + RECORD
              + " above 0 (records of 1 label byte and "
              + PIXELS
              + " pixel bytes; CIFAR-10's own files have 10000 of them, "
              + 10_000 * RECORD
              + " bytes). Fetch or copy it again, in the binary version.");
    }
    int records = bytes.length / RECORD;
    byte[] pixels = new byte[records * PIXELS];
    int[] labels = new int[records];
    for (int i = 0; i < records; i++) {
      labels[i] = Byte.toUnsignedInt(bytes[i * RECORD]);
      if (labels[i] >= CLASSES.size()) {
        throw new ConfigException(
            file.place()
                + " labels record "
                + i
                + " (counted from 0) with class "
                + labels[i]
                + ", expected 0 to "
                + (CLASSES.size() - 1)
                + ". Is it CIFAR-10's binary version, and undamaged?");
      }
      System.arraycopy(bytes, i * RECORD + 1, pixels, i * PIXELS, PIXELS);
    }
    return new LabelledImages(pixels, CHANNELS, SIDE, SIDE, labels);
  }

  private static List<String> named(SourceFile file) {
    List<String> names =
        new String(UncompressedBytes.of(file, LONGEST_NAMES), StandardCharsets.UTF_8)
            .lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty())
            .toList();
    if (names.size() != CLASSES.size()) {
      throw new ConfigException(
          file.place()
              + " names "
              + names.size()
              + " classes, expected "
              + CLASSES.size()
              + ", one a line. Fetch or copy it again, or remove it: the names are known without it.");
    }
    return names;
  }
}

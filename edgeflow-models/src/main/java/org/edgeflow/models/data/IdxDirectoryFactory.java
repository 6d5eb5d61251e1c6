package org.edgeflow.models.data;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.edgeflow.core.data.Dataset;
import org.edgeflow.core.data.DatasetFactory;
import org.edgeflow.core.settings.Description;
import org.edgeflow.core.settings.Setting;
import org.edgeflow.models.data.file.DataDirectory;
import org.edgeflow.models.data.file.SourceFiles;
import org.edgeflow.models.data.file.Split;

/**
 * Loads images from a directory of IDX files under their usual names: {@code
 * train-images-idx3-ubyte}, {@code train-labels-idx1-ubyte}, {@code t10k-images-idx3-ubyte}, {@code
 * t10k-labels-idx1-ubyte}, with a dot or a hyphen before {@code idx}, plain or {@code .gz}. Shape
 * {@code [1, height, width]}.
 *
 * <p>Standardization is over the training examples that are chosen, so that their inputs have mean
 * 0 and variance 1; the test split uses the same mean and deviation, and needs the training files
 * for it.
 */
public final class IdxDirectoryFactory implements DatasetFactory<IdxDirectoryFactory.Settings> {
  private final ImageCollection collection;
  private final Description description;

  private IdxDirectoryFactory(ImageCollection collection, Description description) {
    this.collection = collection;
    this.description = description;
  }

  /** Loads {@code fashion-mnist}: 28 × 28 pixels, ten kinds of clothing. */
  public static IdxDirectoryFactory fashionMnist() {
    return new IdxDirectoryFactory(
        ImageCollection.fashion("fashion-mnist"),
        new Description(
            "Fashion-MNIST from a directory of IDX files.",
            "Fashion-MNIST, Zalando SE, arXiv 1708.07747"));
  }

  /** Loads {@code mnist}: 28 × 28 pixels, ten digits. */
  public static IdxDirectoryFactory mnist() {
    return new IdxDirectoryFactory(
        ImageCollection.digits("mnist", 28),
        new Description(
            "MNIST's handwritten digits from a directory of IDX files.",
            "LeCun, Bottou, Bengio, Haffner, Proc. IEEE 86 (1998) 2278"));
  }

  /** Loads {@code idx}: grey images of any size in up to 256 classes, named by their indices. */
  public static IdxDirectoryFactory any() {
    return new IdxDirectoryFactory(
        ImageCollection.any("idx"),
        new Description("Any grey images and labels from a directory of IDX files."));
  }

  /** The settings of {@code fashion-mnist}, {@code mnist} and {@code idx}. */
  public record Settings(
      @Setting("The directory that holds the IDX files, plain or .gz.") Path directory,
      Selection selection) {}

  @Override
  public Description description() {
    return description;
  }

  @Override
  public Dataset create(Settings settings) {
    return collection.load(
        new IdxFiles(new DataDirectory(collection.name(), settings.directory(), "IDX files")),
        settings.selection());
  }

  private record IdxFiles(DataDirectory directory) implements SourceFiles {

    @Override
    public Part read(Split split) {
      List<Path> found =
          directory.find(split, List.of(names(split, "images", 3), names(split, "labels", 1)));
      return Part.idx(DataDirectory.read(found.get(0)), DataDirectory.read(found.get(1)));
    }

    private static List<String> names(Split split, String content, int axes) {
      String stem = split.stem() + "-" + content;
      String type = "idx" + axes + "-ubyte";
      return Stream.of(stem + "-" + type, stem + "." + type)
          .flatMap(name -> Stream.of(name, name + ".gz"))
          .toList();
    }
  }
}

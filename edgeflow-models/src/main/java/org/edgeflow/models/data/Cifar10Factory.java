package org.edgeflow.models.data;

import java.nio.file.Path;
import org.edgeflow.core.data.Dataset;
import org.edgeflow.core.data.DatasetFactory;
import org.edgeflow.core.settings.Description;
import org.edgeflow.core.settings.Setting;
import org.edgeflow.models.data.file.CifarFiles;
import org.edgeflow.models.data.file.DataDirectory;

/**
 * Loads {@code cifar-10}: 32 × 32 colour images in ten classes, from a directory of CIFAR-10's
 * binary version, {@code data_batch_1.bin} … {@code data_batch_5.bin} and {@code test_batch.bin},
 * plain or {@code .gz}; {@code batches.meta.txt}, where there is one, names the classes. Shape
 * {@code [3, 32, 32]}, the channels red, green and blue.
 *
 * <p>Each channel is standardized over the training examples that are chosen, so that its inputs
 * have mean 0 and variance 1; the test split uses the same means and deviations, and needs the
 * training files for them.
 */
public final class Cifar10Factory implements DatasetFactory<Cifar10Factory.Settings> {
  private static final String NAME = "cifar-10";

  /** The settings of {@code cifar-10}. */
  public record Settings(
      @Setting("The directory that holds the files of CIFAR-10's binary version, plain or .gz.")
          Path directory,
      Selection selection) {}

  @Override
  public Description description() {
    return new Description(
        "CIFAR-10 from a directory of its binary version, standardized channel by channel.",
        "Krizhevsky, Learning Multiple Layers of Features from Tiny Images, 2009");
  }

  @Override
  public Dataset create(Settings settings) {
    CifarFiles files =
        CifarFiles.in(
            new DataDirectory(
                NAME, settings.directory(), "files of CIFAR-10's binary version (.bin)"));
    return ImageCollection.of(NAME, files.classes()).load(files, settings.selection());
  }
}

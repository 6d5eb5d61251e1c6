package org.edgeflow.models.data;

import java.util.List;
import java.util.Optional;
import org.edgeflow.core.data.Dataset;
import org.edgeflow.core.data.DatasetFactory;
import org.edgeflow.core.settings.Description;
import org.edgeflow.core.settings.Setting;

/**
 * Loads {@code fashion-mnist-1k}, which is embedded: the first 100 training and 20 test images of
 * each class of Fashion-MNIST, 28 × 28 pixels, standardized. Shape {@code [1, 28, 28]}.
 *
 * <p>Standardization is over the training examples that are chosen, so that their inputs have mean
 * 0 and variance 1; the test split uses the same mean and deviation.
 */
public final class FashionMnist1k implements DatasetFactory<FashionMnist1k.Settings> {
  private static final String NAME = "fashion-mnist-1k";

  /** The settings of {@code fashion-mnist-1k}. */
  public record Settings(
      @Setting(value = "The training or the test images.", byDefault = "train") Split split,
      @Setting(value = "Take only this many, the first ones; all if left out.", atLeast = 1)
          Optional<Integer> examples,
      @Setting(
              value = "Class indices to keep, relabelled 0, 1, … in this order; all if left out.",
              atLeast = 0)
          Optional<List<Integer>> classes,
      @Setting(
              value =
                  "With 'split: test': how many training examples give mean and deviation; all if left"
                      + " out.",
              atLeast = 1)
          Optional<Integer> trainingExamples) {}

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public Description description() {
    return new Description(
        "1,000 training and 200 test images of Fashion-MNIST, class-balanced, embedded.",
        "Fashion-MNIST, Zalando SE, arXiv 1708.07747");
  }

  @Override
  public Dataset create(Settings settings) {
    return ImageCollection.fashion(NAME)
        .load(
            EmbeddedFiles.of(NAME),
            new Selection(
                settings.split(),
                settings.examples(),
                settings.classes(),
                settings.trainingExamples()));
  }
}

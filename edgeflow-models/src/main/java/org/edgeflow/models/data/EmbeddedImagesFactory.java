package org.edgeflow.models.data;

import org.edgeflow.core.data.Dataset;
import org.edgeflow.core.data.DatasetFactory;
import org.edgeflow.core.settings.Description;
import org.edgeflow.models.data.file.EmbeddedFiles;

/**
 * Loads images that are embedded, so that nothing need be downloaded.
 *
 * <ul>
 *   <li>{@code fashion-mnist-1k}: the first 100 training and 20 test images of each class of
 *       Fashion-MNIST, shape {@code [1, 28, 28]}.
 *   <li>{@code digits}: 1,500 training and 297 test images of handwritten digits, shape {@code [1,
 *       8, 8]}.
 * </ul>
 *
 * <p>Standardization is over the training examples that are chosen, so that their inputs have mean
 * 0 and variance 1; the test split uses the same mean and deviation.
 */
public final class EmbeddedImagesFactory implements DatasetFactory<Selection> {
  private final ImageCollection collection;
  private final Description description;

  private EmbeddedImagesFactory(ImageCollection collection, Description description) {
    this.collection = collection;
    this.description = description;
  }

  /** Loads {@code fashion-mnist-1k}. */
  public static EmbeddedImagesFactory fashionMnist1k() {
    return new EmbeddedImagesFactory(
        ImageCollection.fashion("fashion-mnist-1k"),
        new Description(
            "1,000 training and 200 test images of Fashion-MNIST, class-balanced, embedded.",
            "Fashion-MNIST, Zalando SE, arXiv 1708.07747"));
  }

  /** Loads {@code digits}. */
  public static EmbeddedImagesFactory digits() {
    return new EmbeddedImagesFactory(
        ImageCollection.digits("digits", 8),
        new Description(
            "1,500 training and 297 test images of handwritten digits, 8 by 8 pixels, embedded.",
            "Optical Recognition of Handwritten Digits, UCI, doi 10.24432/C50P49"));
  }

  @Override
  public Description description() {
    return description;
  }

  @Override
  public Dataset create(Selection selection) {
    return collection.load(EmbeddedFiles.of(collection.name()), selection);
  }
}

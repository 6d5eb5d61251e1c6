package org.edgeflow.models.data;

import org.edgeflow.core.settings.ConfigException;

/**
 * {@code x = (p/255 − mean) / deviation} for every pixel {@code p} in 0 … 255, with one mean and
 * one deviation for all pixels of all images (one channel).
 *
 * @param mean of {@code p/255} over the training images
 * @param deviation the standard deviation of {@code p/255} over the training images (divided by the
 *     number of pixels, not by one less)
 */
record Standardization(double mean, double deviation) {
  private static final int LEVELS = 256;
  private static final double WHITE = 255;

  /**
   * The standardization under which these images have mean 0 and variance 1.
   *
   * @param images not modified
   * @param where the dataset and split, for messages
   * @throws ConfigException if all pixels are equal
   */
  static Standardization of(LabelledImages images, String where) {
    byte[] pixels = images.pixels();
    // Counting levels first makes the sums short, so that their rounding does not grow with the
    // set.
    long[] counts = new long[LEVELS];
    for (byte pixel : pixels) {
      counts[Byte.toUnsignedInt(pixel)]++;
    }
    double sum = 0;
    for (int level = 0; level < LEVELS; level++) {
      sum += counts[level] * (level / WHITE);
    }
    double mean = sum / pixels.length;
    double squares = 0;
    for (int level = 0; level < LEVELS; level++) {
      double distance = level / WHITE - mean;
      squares += counts[level] * distance * distance;
    }
    double deviation = Math.sqrt(squares / pixels.length);
    if (counts[Byte.toUnsignedInt(pixels[0])] == pixels.length) {
      throw new ConfigException(
          where
              + " has the value "
              + Byte.toUnsignedInt(pixels[0])
              + " in every pixel, expected images. Is it the right file?");
    }
    return new Standardization(mean, deviation);
  }

  /** The standardized pixels of some images, in the same order. */
  double[] apply(LabelledImages images) {
    double[] levels = new double[LEVELS];
    for (int level = 0; level < LEVELS; level++) {
      levels[level] = (level / WHITE - mean) / deviation;
    }
    byte[] pixels = images.pixels();
    double[] inputs = new double[pixels.length];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = levels[Byte.toUnsignedInt(pixels[i])];
    }
    return inputs;
  }
}

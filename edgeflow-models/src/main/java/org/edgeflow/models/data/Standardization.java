package org.edgeflow.models.data;

import java.util.ArrayList;
import java.util.List;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.models.data.file.LabelledImages;

/**
 * {@code x = (p/255 − mean) / deviation} for every pixel {@code p} in 0 … 255, with one mean and
 * one deviation for all pixels of a channel in all images.
 *
 * @param channels one for each channel, in the images' order
 */
record Standardization(List<Channel> channels) {
  private static final int LEVELS = 256;
  private static final double WHITE = 255;

  /**
   * One channel's.
   *
   * @param mean of {@code p/255} over the training images
   * @param deviation the standard deviation of {@code p/255} over the training images (divided by
   *     the number of pixels, not by one less)
   */
  record Channel(double mean, double deviation) {

    private static Channel of(long[] counts, long pixels) {
      double sum = 0;
      for (int level = 0; level < LEVELS; level++) {
        sum += counts[level] * (level / WHITE);
      }
      double mean = sum / pixels;
      double squares = 0;
      for (int level = 0; level < LEVELS; level++) {
        double distance = level / WHITE - mean;
        squares += counts[level] * distance * distance;
      }
      return new Channel(mean, Math.sqrt(squares / pixels));
    }

    private double[] levels() {
      double[] levels = new double[LEVELS];
      for (int level = 0; level < LEVELS; level++) {
        levels[level] = (level / WHITE - mean) / deviation;
      }
      return levels;
    }
  }

  /**
   * The standardization under which each channel of these images has mean 0 and variance 1.
   *
   * @param images not modified
   * @param where the dataset and split, for messages
   * @throws ConfigException if all pixels of a channel are equal
   */
  static Standardization of(LabelledImages images, String where) {
    // Counting levels first makes the sums short, so that their rounding does not grow with the
    // set.
    long[][] counts = new long[images.channels()][LEVELS];
    byte[] pixels = images.pixels();
    int area = images.height() * images.width();
    for (int i = 0; i < pixels.length; i++) {
      counts[i / area % images.channels()][Byte.toUnsignedInt(pixels[i])]++;
    }
    long each = (long) images.size() * area;
    List<Channel> channels = new ArrayList<>();
    for (int channel = 0; channel < images.channels(); channel++) {
      int level = Byte.toUnsignedInt(pixels[channel * area]);
      if (counts[channel][level] == each) {
        throw new ConfigException(
            where
                + " has the value "
                + level
                + " in every pixel"
                + (images.channels() == 1 ? "" : " of channel " + channel)
                + ", expected images. Is it the right file?");
      }
      channels.add(Channel.of(counts[channel], each));
    }
    return new Standardization(List.copyOf(channels));
  }

  /** The standardized pixels of some images of as many channels, in the same order. */
  double[] apply(LabelledImages images) {
    double[][] levels = channels.stream().map(Channel::levels).toArray(double[][]::new);
    byte[] pixels = images.pixels();
    int area = images.height() * images.width();
    double[] inputs = new double[pixels.length];
    for (int start = 0, channel = 0; start < inputs.length; start += area) {
      for (int i = start; i < start + area; i++) {
        inputs[i] = levels[channel][Byte.toUnsignedInt(pixels[i])];
      }
      channel = (channel + 1) % levels.length;
    }
    return inputs;
  }
}

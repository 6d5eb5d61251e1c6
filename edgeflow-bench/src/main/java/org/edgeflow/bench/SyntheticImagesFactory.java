package org.edgeflow.bench;

import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.edgeflow.core.data.Dataset;
import org.edgeflow.core.data.DatasetFactory;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.settings.Description;
import org.edgeflow.core.settings.Setting;

/**
 * Images of noise, of any size: what a derivative costs does not depend on what the pixels show.
 *
 * <p>Pixels are independent standard normal numbers, so that examples fewer than pixels are
 * linearly independent, as photographs are; class {@code i mod classes} is example i's label. Equal
 * settings give equal numbers.
 */
public final class SyntheticImagesFactory
    implements DatasetFactory<SyntheticImagesFactory.Settings> {
  private static final int MOST = Integer.MAX_VALUE - 8;

  /** The settings of {@code synthetic-images}; the defaults have the shape of CIFAR-10. */
  public record Settings(
      @Setting(value = "How many images.", byDefault = "1000", atLeast = 1) int examples,
      @Setting(value = "Colour channels.", byDefault = "3", atLeast = 1) int channels,
      @Setting(value = "Rows of pixels.", byDefault = "32", atLeast = 1) int height,
      @Setting(value = "Columns of pixels.", byDefault = "32", atLeast = 1) int width,
      @Setting(value = "How many classes.", byDefault = "10", atLeast = 1, atMost = 1e6)
          int classes,
      @Setting(value = "Seeds the pixels.", byDefault = "1") long seed) {}

  @Override
  public Description description() {
    return new Description("Noise in the shape of images, for benchmarks only.");
  }

  @Override
  public Dataset create(Settings settings) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(settings.seed());
    double[] inputs = new double[numbers(settings)];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = random.nextGaussian();
    }
    return new Dataset(
        "synthetic-images",
        inputs,
        new int[] {settings.channels(), settings.height(), settings.width()},
        IntStream.range(0, settings.examples()).map(i -> i % settings.classes()).toArray(),
        IntStream.range(0, settings.classes()).mapToObj(i -> "class " + i).toList(),
        Map.of("source", "generated", "seed", Long.toString(settings.seed())));
  }

  private static int numbers(Settings settings) {
    double bytes =
        (double) Double.BYTES
            * settings.examples()
            * settings.channels()
            * settings.height()
            * settings.width();
    double most = Math.min(Runtime.getRuntime().maxMemory(), (double) Double.BYTES * MOST);
    if (bytes > most) {
      throw new ConfigException(
          String.format(
              Locale.ROOT,
              "dataset 'synthetic-images': its pixels take %.3g GB, and the heap or an array holds"
                  + " %.3g GB. Ask for fewer or smaller images.",
              bytes * 1e-9,
              most * 1e-9));
    }
    return (int) (bytes / Double.BYTES);
  }
}

package org.edgeflow.models.data;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
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
 * Makes {@code sorting}, a synthetic task for sequences: {@code length} tokens drawn independently
 * and uniformly from {@code 0 … vocabulary − 1}; the label of position p is the p-th smallest of
 * them. Shape {@code [length, vocabulary]}, {@code x[p, t] = 1} if token p is t and 0 otherwise;
 * {@code length} labels an example.
 *
 * <p>The inputs are not standardized. Cohen et al. (arXiv 2410.24206) train on the same sequences
 * one token at a time, the sorted ones appended to the unsorted; here a network reads the unsorted
 * sequence once and labels all positions.
 */
public final class SortingFactory implements DatasetFactory<SortingFactory.Settings> {
  private static final String GENERATOR = "L64X128MixRandom";
  private static final int MOST = Integer.MAX_VALUE - 64;

  /** The settings of {@code sorting}. */
  public record Settings(
      @Setting(value = "How many sequences.", byDefault = "1000", atLeast = 1) int examples,
      @Setting(value = "Tokens of a sequence.", byDefault = "8", atLeast = 2) int length,
      @Setting(
              value = "How many different tokens there are: 0, 1, … one less than this.",
              byDefault = "4",
              atLeast = 2)
          int vocabulary,
      @Setting(value = "Seeds the sequences; the run's seed does not change them.", byDefault = "1")
          long seed) {}

  @Override
  public Description description() {
    return new Description(
        "Random sequences of tokens, labelled at each position with the sorted sequence.",
        "Karpathy, minGPT, 2020; Cohen et al., arXiv 2410.24206");
  }

  @Override
  public Dataset create(Settings settings) {
    int length = settings.length();
    int vocabulary = settings.vocabulary();
    double[] inputs = new double[inputs(settings)];
    int[] labels = new int[settings.examples() * length];
    RandomGenerator random = RandomGeneratorFactory.of(GENERATOR).create(settings.seed());
    for (int start = 0; start < labels.length; start += length) {
      for (int i = start; i < start + length; i++) {
        // Java fixes how a double is drawn, but not how a bounded integer is.
        labels[i] = (int) (random.nextDouble() * vocabulary);
        inputs[i * vocabulary + labels[i]] = 1;
      }
      Arrays.sort(labels, start, start + length);
    }
    List<String> tokens = IntStream.range(0, vocabulary).mapToObj(Integer::toString).toList();
    return new Dataset(
        "sorting",
        inputs,
        new int[] {length, vocabulary},
        labels,
        length,
        tokens,
        provenance(settings));
  }

  private static int inputs(Settings settings) {
    BigInteger inputs =
        BigInteger.valueOf(settings.examples())
            .multiply(BigInteger.valueOf(settings.length()))
            .multiply(BigInteger.valueOf(settings.vocabulary()));
    if (inputs.compareTo(BigInteger.valueOf(MOST)) > 0) {
      throw new ConfigException(
          "dataset 'sorting': "
              + settings.examples()
              + " sequences of "
              + settings.length()
              + " tokens from a vocabulary of "
              + settings.vocabulary()
              + " make "
              + inputs
              + " inputs, expected at most "
              + MOST
              + ". Ask for fewer examples, or shorter ones.");
    }
    return inputs.intValue();
  }

  private static Map<String, String> provenance(Settings settings) {
    Map<String, String> provenance = new LinkedHashMap<>();
    provenance.put("source", "synthetic: independent, uniform tokens and their sorted sequences");
    provenance.put("generator", GENERATOR);
    provenance.put("seed", Long.toString(settings.seed()));
    provenance.put("examples", Integer.toString(settings.examples()));
    provenance.put("length", Integer.toString(settings.length()));
    provenance.put("vocabulary", Integer.toString(settings.vocabulary()));
    provenance.put("labels per example", Integer.toString(settings.length()));
    provenance.put("standardization", "none: the inputs are one-hot tokens, 0 or 1");
    return provenance;
  }
}

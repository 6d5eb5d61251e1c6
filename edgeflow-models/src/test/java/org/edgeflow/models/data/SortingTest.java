package org.edgeflow.models.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.edgeflow.core.data.Dataset;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.settings.Decoder;
import org.edgeflow.core.settings.Node;
import org.edgeflow.core.settings.Origin;
import org.junit.jupiter.api.Test;

final class SortingTest {

  @Property(tries = 100)
  void theLabelsAreTheSortedTokens(
      @ForAll @IntRange(min = 1, max = 20) int examples,
      @ForAll @IntRange(min = 2, max = 12) int length,
      @ForAll @IntRange(min = 2, max = 9) int vocabulary,
      @ForAll long seed) {
    Dataset dataset = sorting(examples, length, vocabulary, seed);
    assertThat(dataset.shape()).containsExactly(length, vocabulary);
    assertThat(dataset.size()).isEqualTo(examples);
    assertThat(dataset.labelsPerExample()).isEqualTo(length);
    assertThat(dataset.features()).isEqualTo(length * vocabulary);
    assertThat(dataset.classes()).hasSize(vocabulary);
    int[] tokens = tokens(dataset);
    for (int start = 0; start < tokens.length; start += length) {
      Arrays.sort(tokens, start, start + length);
    }
    assertThat(dataset.labels()).containsExactly(tokens);
  }

  @Test
  void inputsAreOneHotTokens() {
    Dataset dataset = sorting(50, 6, 3, 4);
    assertThat(dataset.inputs()).containsOnly(0, 1);
    for (int row = 0; row < 50 * 6; row++) {
      double[] token = Arrays.copyOfRange(dataset.inputs(), 3 * row, 3 * row + 3);
      assertThat(Arrays.stream(token).sum()).isEqualTo(1);
    }
  }

  @Test
  void targetsHaveOneRowForEachPosition() {
    Dataset dataset = sorting(2, 3, 4, 1);
    double[] targets = dataset.oneHotTargets();
    assertThat(targets).hasSize(2 * 3 * 4);
    for (int row = 0; row < 6; row++) {
      assertThat(targets[4 * row + dataset.labels()[row]]).isEqualTo(1);
    }
    assertThat(Arrays.stream(targets).sum()).isEqualTo(6);
  }

  @Test
  void tokensAreUniformAndSequencesDiffer() {
    Dataset dataset = sorting(2_000, 8, 4, 1);
    int[] tokens = tokens(dataset);
    for (int token = 0; token < 4; token++) {
      int value = token;
      double share = Arrays.stream(tokens).filter(t -> t == value).count() / (double) tokens.length;
      // Five standard deviations of a share of 16,000 fair draws.
      assertThat(share).isBetween(0.25 - 0.0172, 0.25 + 0.0172);
    }
    long distinct =
        IntStream.range(0, 2_000)
            .mapToObj(i -> Arrays.toString(Arrays.copyOfRange(tokens, 8 * i, 8 * i + 8)))
            .distinct()
            .count();
    assertThat(distinct).isGreaterThan(1_900);
  }

  /** These sequences are part of what a seed means, on every Java and in every release. */
  @Test
  void aSeedAlwaysGivesTheSameSequences() {
    assertThat(tokens(sorting(2, 8, 4, 1)))
        .containsExactly(3, 0, 0, 1, 2, 1, 3, 1, 3, 3, 0, 0, 3, 2, 2, 2);
    assertThat(tokens(sorting(2, 8, 4, 2))).isNotEqualTo(tokens(sorting(2, 8, 4, 1)));
  }

  @Test
  void moreExamplesBeginWithTheSameOnes() {
    int[] few = tokens(sorting(3, 8, 4, 7));
    assertThat(Arrays.copyOf(tokens(sorting(9, 8, 4, 7)), few.length)).containsExactly(few);
  }

  @Test
  void provenanceSaysThatNothingIsStandardized() {
    assertThat(sorting(3, 8, 4, 7).provenance())
        .containsEntry("standardization", "none: the inputs are one-hot tokens, 0 or 1")
        .containsEntry("generator", "L64X128MixRandom")
        .containsEntry("seed", "7")
        .containsEntry("examples", "3")
        .containsEntry("length", "8")
        .containsEntry("vocabulary", "4")
        .containsEntry("labels per example", "8")
        .containsKey("source");
  }

  @Test
  void configsNeedNothing() {
    assertThat(decode(Map.of())).isEqualTo(new SortingFactory.Settings(1000, 8, 4, 1));
  }

  @Test
  void settingsOutsideTheirLimitsAreRefused() {
    for (Map<String, String> bad :
        List.of(Map.of("examples", "0"), Map.of("length", "1"), Map.of("vocabulary", "1"))) {
      String key = bad.keySet().iterator().next();
      assertThatThrownBy(() -> decode(bad))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("'" + key + "' is " + bad.get(key));
    }
  }

  @Test
  void moreInputsThanAnArrayHoldsAreRefused() {
    assertThatThrownBy(() -> sorting(2_000_000_000, 100_000, 50_000, 1))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "dataset 'sorting': 2000000000 sequences of 100000 tokens from a vocabulary of 50000 make"
                + " 10000000000000000000 inputs, expected at most 2147483583."
                + " Ask for fewer examples, or shorter ones.");
  }

  private static Dataset sorting(int examples, int length, int vocabulary, long seed) {
    return new SortingFactory()
        .create(new SortingFactory.Settings(examples, length, vocabulary, seed));
  }

  private static SortingFactory.Settings decode(Map<String, String> values) {
    Origin origin = new Origin("run.yaml", 7, Path.of("."));
    Map<String, Node> entries = new LinkedHashMap<>();
    values.forEach((key, text) -> entries.put(key, new Node.Scalar(text, false, origin)));
    return Decoder.decode(new Node.Mapping(entries, origin), SortingFactory.Settings.class);
  }

  private static int[] tokens(Dataset dataset) {
    int vocabulary = dataset.classes().size();
    return IntStream.range(0, dataset.inputs().length)
        .filter(i -> dataset.inputs()[i] == 1)
        .map(i -> i % vocabulary)
        .toArray();
  }
}

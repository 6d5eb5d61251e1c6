package org.edgeflow.core.experiment.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.edgeflow.core.objective.SampledLoss;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.heap.HeapBackend;
import org.junit.jupiter.api.Test;

class SamplerTest {

  /** The means {@code ½ (w − n)²} over examples n, and what was chosen of them. */
  private static final class Means implements SampledLoss {
    private final TensorBackend backend = new HeapBackend(DataType.FLOAT64);
    private final int examples;
    private final int batchSize;
    private final List<int[]> choices = new ArrayList<>();
    private final List<Double> draws = new ArrayList<>();

    Means(int examples, int batchSize) {
      this.examples = examples;
      this.batchSize = batchSize;
    }

    @Override
    public int examples() {
      return examples;
    }

    @Override
    public int batchSize() {
      return batchSize;
    }

    @Override
    public void choose(int[] chosen, SplittableRandom noise) {
      choices.add(chosen.clone());
      draws.add(noise.nextDouble());
    }

    @Override
    public TensorBackend backend() {
      return backend;
    }

    @Override
    public int dimension() {
      return 1;
    }

    @Override
    public double loss(Tensor parameters) {
      double w = backend.norm(parameters);
      return Arrays.stream(choices.get(choices.size() - 1))
          .mapToDouble(n -> 0.5 * (w - n) * (w - n))
          .average()
          .orElseThrow();
    }

    @Override
    public double lossAndGradient(Tensor parameters, Tensor gradient) {
      throw new UnsupportedOperationException("nobody takes a step here");
    }
  }

  private static Means drawn(long seed, long from, long to) {
    Means means = new Means(10, 3);
    Sampler sampler = new Sampler(means, seed);
    for (long step = from; step < to; step++) {
      assertThat(sampler.at(step)).isSameAs(means);
    }
    return means;
  }

  private static List<List<Integer>> lists(List<int[]> choices) {
    return choices.stream()
        .map(choice -> IntStream.of(choice).boxed().collect(Collectors.toList()))
        .collect(Collectors.toList());
  }

  @Test
  void aPassSeesNoExampleTwiceAndLeavesTheRemainderOut() {
    List<List<Integer>> choices = lists(drawn(5, 0, 300).choices);
    for (int pass = 0; pass < 100; pass++) {
      TreeSet<Integer> seen = new TreeSet<>();
      choices.subList(3 * pass, 3 * pass + 3).forEach(seen::addAll);
      assertThat(seen).hasSize(9).allMatch(n -> n >= 0 && n < 10);
    }
    assertThat(choices.subList(0, 3)).isNotEqualTo(choices.subList(3, 6));
  }

  @Test
  void everyExampleComesEquallyOften() {
    int[] counts = new int[10];
    drawn(5, 0, 9000).choices.forEach(choice -> IntStream.of(choice).forEach(n -> counts[n]++));
    // 3000 passes of 9 of 10: 2700 each, with a standard deviation of 16.
    assertThat(IntStream.of(counts)).allMatch(count -> Math.abs(count - 2700) < 80);
  }

  @Test
  void stepAndSeedAloneDecideWhatIsDrawn() {
    Means whole = drawn(5, 0, 20);
    Means resumed = drawn(5, 7, 20);
    assertThat(lists(resumed.choices)).isEqualTo(lists(whole.choices.subList(7, 20)));
    assertThat(resumed.draws).isEqualTo(whole.draws.subList(7, 20));
    assertThat(lists(drawn(6, 0, 20).choices)).isNotEqualTo(lists(whole.choices));
    assertThat(new TreeSet<>(whole.draws)).hasSize(20);
  }

  @Test
  void aBatchOfAllExamplesIsAllOfThemInOrder() {
    Means means = new Means(4, 4);
    Sampler sampler = new Sampler(means, 1);
    sampler.at(0);
    sampler.at(1);
    assertThat(lists(means.choices)).containsOnly(List.of(0, 1, 2, 3));
  }
}

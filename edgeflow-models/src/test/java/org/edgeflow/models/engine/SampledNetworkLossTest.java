package org.edgeflow.models.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.edgeflow.core.data.Dataset;
import org.edgeflow.core.objective.Loss;
import org.edgeflow.core.objective.Problem;
import org.edgeflow.core.objective.SampledLoss;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.activation.StandardActivation;
import org.edgeflow.core.tensor.heap.HeapBackend;
import org.edgeflow.models.engine.graph.LayerGraph;
import org.edgeflow.models.engine.loss.Criterion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SampledNetworkLossTest {
  private static final EngineOptions PLAIN = new EngineOptions(4, false, false, true);
  private static final EngineOptions REDUCED = new EngineOptions(2, true, true, true);
  private final TensorBackend backend = new HeapBackend(DataType.FLOAT64);
  private final SplittableRandom noise = new SplittableRandom(3);

  static Stream<Arguments> networks() {
    return SmallNetworks.all().entrySet().stream()
        .map((Map.Entry<String, LayerGraph> e) -> Arguments.of(e.getKey(), e.getValue()));
  }

  private Problem problem(LayerGraph graph, Dataset data, EngineOptions options) {
    return NetworkProblem.of(
        backend, graph, data, SmallNetworks.gaussians(graph.parameters(), 0.5, 3), null, options);
  }

  private static Dataset only(Dataset all, int... chosen) {
    int features = all.features();
    double[] inputs = new double[chosen.length * features];
    int[] labels = new int[chosen.length];
    for (int i = 0; i < chosen.length; i++) {
      System.arraycopy(all.inputs(), chosen[i] * features, inputs, i * features, features);
      labels[i] = all.labels()[chosen[i]];
    }
    return new Dataset("some", inputs, all.shape(), labels, all.classes(), all.provenance());
  }

  private double[] gradient(Loss loss, Tensor at) {
    Tensor gradient = backend.zeros(loss.dimension());
    loss.lossAndGradient(at, gradient);
    double[] values = new double[loss.dimension()];
    backend.read(gradient, values);
    return values;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void theLossOfABatchIsThatOfADatasetOfItsExamplesAlone(String name, LayerGraph graph) {
    Dataset all = SmallNetworks.dataFor(graph);
    Problem problem = problem(graph, all, PLAIN);
    SampledLoss sampled = problem.objective().sampled(5, 0).orElseThrow();
    for (int[] chosen : new int[][] {{0, 3, 9, 10, 2}, {1, 4, 5, 6, 7}, {0, 3, 9, 10, 2}}) {
      sampled.choose(chosen, noise);
      Problem alone = problem(graph, only(all, chosen), PLAIN);
      assertThat(sampled.loss(problem.start()))
          .isCloseTo(alone.objective().loss(alone.start()), within(1e-13));
      assertThat(gradient(sampled, problem.start()))
          .containsExactly(gradient(alone.objective(), alone.start()), within(1e-13));
    }
  }

  @Test
  void inTheRowSpaceTheBatchesOfAPassAverageToTheFullBatch() {
    LayerGraph graph = SmallNetworks.dense(StandardActivation.TANH, Criterion.SQUARED_ERROR, 40, 6);
    Problem problem = problem(graph, SmallNetworks.data(12, 40), REDUCED);
    assertThat(problem.rotated()).isTrue();
    SampledLoss sampled = problem.objective().sampled(3, 0).orElseThrow();
    double[] sum = new double[sampled.dimension()];
    for (int[] chosen : new int[][] {{11, 0, 5}, {4, 3, 8}, {1, 2, 10}, {6, 7, 9}}) {
      sampled.choose(chosen, noise);
      double[] part = gradient(sampled, problem.start());
      Arrays.setAll(sum, i -> sum[i] + part[i] / 4);
    }
    assertThat(sum).containsExactly(gradient(problem.objective(), problem.start()), within(1e-13));
  }

  @Test
  void gaussianNoiseOnSquaredErrorsRaisesTheMeanLossByItsVariance() {
    LayerGraph graph = SmallNetworks.dense(StandardActivation.TANH, Criterion.SQUARED_ERROR, 7, 5);
    Problem problem = problem(graph, SmallNetworks.data(11, 7), PLAIN);
    double deviation = 0.7;
    SampledLoss noisy = problem.objective().sampled(0, deviation).orElseThrow();
    assertThat(noisy.batchSize()).isEqualTo(11);
    int[] all = IntStream.range(0, 11).toArray();
    double mean = 0;
    double[] slope = new double[noisy.dimension()];
    int draws = 4000;
    for (int i = 0; i < draws; i++) {
      noisy.choose(all, noise);
      mean += noisy.loss(problem.start()) / draws;
      double[] drawn = gradient(noisy, problem.start());
      Arrays.setAll(slope, j -> slope[j] + drawn[j] / draws);
    }
    double clean = problem.objective().loss(problem.start());
    // The criterion's factor is ½, and there are three outputs.
    assertThat(mean - clean).isCloseTo(0.5 * 3 * deviation * deviation, withinPercentage(4));
    assertThat(slope).containsExactly(gradient(problem.objective(), problem.start()), within(0.03));
  }

  @Test
  void withCrossEntropyLabelsAreReplacedByAnyOtherWithTheGivenProbability() {
    LayerGraph graph = SmallNetworks.dense(StandardActivation.TANH, Criterion.CROSS_ENTROPY, 7, 5);
    Dataset data = SmallNetworks.data(1, 7);
    Problem problem = problem(graph, data, PLAIN);
    double[] losses = new double[3];
    for (int label = 0; label < 3; label++) {
      Dataset other =
          new Dataset(
              "other", data.inputs(), data.shape(), new int[] {label}, data.classes(), Map.of());
      losses[label] = problem(graph, other, PLAIN).objective().loss(problem.start());
    }
    SampledLoss noisy = problem.objective().sampled(0, 0.3).orElseThrow();
    int[] counts = new int[3];
    for (int i = 0; i < 6000; i++) {
      noisy.choose(new int[] {0}, noise);
      double loss = noisy.loss(problem.start());
      for (int label = 0; label < 3; label++) {
        counts[label] += Math.abs(loss - losses[label]) < 1e-12 ? 1 : 0;
      }
    }
    assertThat(counts[0]).isCloseTo(4200, withinPercentage(4));
    assertThat(counts[1]).isCloseTo(900, withinPercentage(12));
    assertThat(counts[2]).isCloseTo(900, withinPercentage(12));
  }

  @Test
  void whatCannotBeSampledIsRefusedWithWhatWasGotAndExpected() {
    LayerGraph graph = SmallNetworks.dense(StandardActivation.TANH, Criterion.CROSS_ENTROPY, 7, 5);
    Problem problem = problem(graph, SmallNetworks.data(11, 7), PLAIN);
    assertThatThrownBy(() -> problem.objective().sampled(12, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'batch-size' is 12, expected at most the number of examples, 11");
    assertThatThrownBy(() -> problem.objective().sampled(3, 1.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'label-noise' is 1.5, expected a probability");
  }
}

package org.edgeflow.theory.problem.twolayer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.edgeflow.core.data.Dataset;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.objective.ObjectiveFactory;
import org.edgeflow.core.objective.Problem;
import org.edgeflow.core.objective.SampledLoss;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.activation.StandardActivation;
import org.edgeflow.core.tensor.heap.HeapBackend;
import org.edgeflow.theory.Derivatives;
import org.edgeflow.theory.Runs;
import org.edgeflow.theory.problem.data.Examples;
import org.junit.jupiter.api.Test;

/** Networks of two layers: their derivatives, scalings and samples. */
class TwoLayerNetworkTest {
  private static final TensorBackend BACKEND = new HeapBackend(DataType.FLOAT64);

  @Property(tries = 30)
  void derivativesAgreeWithDifferences(@ForAll long seed) {
    for (StandardActivation activation :
        List.of(StandardActivation.TANH, StandardActivation.GELU, StandardActivation.IDENTITY)) {
      Derivatives.check(
          new TwoLayerNetwork(BACKEND, examples(seed), activation, 4, 0.5), 0.7, seed);
    }
  }

  private static Examples examples(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return new Examples(Examples.normal(15, 1, random), Examples.normal(10, 1, random), 5);
  }

  // Twice the width, with every neuron doubled: the same function in mean field, √2 times it in
  // NTK.
  @Test
  void theScalingsAreThoseOfTheWidth() {
    double meanField = outputOfDoubled(TwoLayerFactory.Scaling.MEAN_FIELD);
    double ntk = outputOfDoubled(TwoLayerFactory.Scaling.NTK);
    assertThat(meanField).isCloseTo(1, within(1e-12));
    assertThat(ntk).isCloseTo(Math.sqrt(2), within(1e-12));
  }

  private static double outputOfDoubled(TwoLayerFactory.Scaling scaling) {
    Dataset data =
        new Dataset(
            "two",
            new double[] {1, 2, 0.5, -1},
            new int[] {2},
            new int[] {0, 1},
            List.of("a", "b"),
            Map.of());
    double single = output(data, scaling, new double[] {0.3, -0.7, 1.3});
    double doubled = output(data, scaling, new double[] {0.3, -0.7, 0.3, -0.7, 1.3, 1.3});
    return doubled / single;
  }

  /** The first example's output, from the slope of the loss by one output weight. */
  private static double output(Dataset data, TwoLayerFactory.Scaling scaling, double[] w) {
    Problem problem =
        new TwoLayerFactory()
            .create(
                new TwoLayerFactory.Settings(
                    w.length / 3,
                    scaling,
                    TwoLayerFactory.Activation.TANH,
                    1,
                    1,
                    1,
                    1,
                    List.of(0, 1)),
                new ObjectiveFactory.Context(BACKEND, Optional.of(data), 1));
    Objective objective = problem.objective();
    // ½·½Σ(f − y)² at C and at −C: the difference is −Σ f y.
    double[] mirrored = w.clone();
    for (int i = w.length / 3 * 2; i < w.length; i++) {
      mirrored[i] = -mirrored[i];
    }
    return objective.loss(BACKEND.of(mirrored, w.length)) - objective.loss(BACKEND.of(w, w.length));
  }

  @Test
  void aTeachersExamplesAreLearnt() {
    double[] loss =
        Runs.descend(Map.of("type", "two-layer", "width", 200, "examples", 20), 1, 2000)
            .get("loss");
    assertThat(loss[2000]).isLessThan(1e-3 * loss[0]);
  }

  @Test
  void theLinearNetworksLossIsThatOfItsMatrixAlone() {
    Problem problem = linear(List.of(3.0, 2.0, 1.0), 0.01);
    double[] w = new double[18];
    for (int i = 0; i < 3; i++) {
      w[4 * i] = 1.5;
      w[9 + 4 * i] = 1.2 - i * 0.1;
    }
    double expected = 0;
    for (int i = 0; i < 3; i++) {
      double error = 1.5 * (1.2 - i * 0.1) - (3 - i);
      expected += 0.5 * error * error;
    }
    assertThat(problem.objective().loss(BACKEND.of(w, 18))).isCloseTo(expected, within(1e-12));
  }

  @Test
  void theLargestSingularValueIsLearntFirst() {
    double[] loss =
        Runs.descend(
                Map.of(
                    "type",
                    "linear-network",
                    "singular-values",
                    List.of(4.0, 2.0, 1.0),
                    "init-scale",
                    1e-5),
                0.05,
                600)
            .get("loss");
    // Of ½(16 + 4 + 1) each stage takes away one square.
    assertThat(loss[0]).isCloseTo(10.5, within(0.01));
    assertThat(java.util.Arrays.stream(loss))
        .as("after the first")
        .anyMatch(value -> Math.abs(value - 2.5) < 0.05);
    assertThat(java.util.Arrays.stream(loss))
        .as("after the second")
        .anyMatch(value -> Math.abs(value - 0.5) < 0.05);
    assertThat(loss[600]).isLessThan(1e-3);
  }

  @Test
  void samplesAreMeansOverTheirExamplesAndNoiseRaisesTheLoss() {
    Problem problem = linear(List.of(2.0, 1.0), 1);
    Objective objective = problem.objective();
    Tensor w = problem.start();
    SampledLoss one = objective.sampled(1, 0).orElseThrow();
    double sum = 0;
    for (int i = 0; i < one.examples(); i++) {
      one.choose(new int[] {i}, new SplittableRandom(1));
      sum += one.loss(w) / one.examples();
    }
    assertThat(sum).isCloseTo(objective.loss(w), within(1e-12));
    SampledLoss noisy = objective.sampled(0, 3).orElseThrow();
    int[] all = java.util.stream.IntStream.range(0, one.examples()).toArray();
    SplittableRandom random = new SplittableRandom(4);
    double mean = 0;
    for (int trial = 0; trial < 200; trial++) {
      noisy.choose(all, random);
      mean += noisy.loss(w) / 200;
    }
    // Each of two targets has the variance 9, halved.
    assertThat(mean).isCloseTo(objective.loss(w) + 9, within(0.3));
  }

  @Test
  void badSettingsAreRefused() {
    assertThatThrownBy(
            () ->
                Runs.descend(
                    Map.of("type", "linear-network", "singular-values", List.of(1.0, -1.0)),
                    0.1,
                    1))
        .hasMessageContaining(
            "'singular-values' is [1.0, -1.0], expected at least one number, none below 0");
    assertThatThrownBy(() -> Runs.descend(Map.of("type", "linear-network", "examples", 2), 0.1, 1))
        .hasMessageContaining(
            "'examples' is 2, expected at least as many as 'singular-values' has, 3");
    assertThatThrownBy(
            () -> Runs.descend(Map.of("type", "two-layer", "classes", List.of(1)), 0.1, 1))
        .hasMessageContaining("'classes' is [1], expected the numbers of two different classes");
  }

  private static Problem linear(List<Double> values, double scale) {
    return new LinearNetworkFactory()
        .create(
            new LinearNetworkFactory.Settings(values, Optional.empty(), 30, scale),
            new ObjectiveFactory.Context(BACKEND, Optional.empty(), 1));
  }
}

package org.edgeflow.theory.problem.separable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.edgeflow.core.data.Dataset;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.objective.ObjectiveFactory;
import org.edgeflow.core.objective.Problem;
import org.edgeflow.core.objective.SampledLoss;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.heap.HeapBackend;
import org.edgeflow.theory.Derivatives;
import org.edgeflow.theory.Runs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Linear classification of separable examples. */
class LogisticRegressionTest {
  private static final TensorBackend BACKEND = new HeapBackend(DataType.FLOAT64);
  private static final int STEPS = 40_000;

  @Property(tries = 40)
  void derivativesAgreeWithDifferences(@ForAll MarginLoss loss, @ForAll long seed) {
    Derivatives.check(
        new LogisticRegression(BACKEND, loss, SeparableExamples.draw(9, 3, 0.3, 2, seed), 3),
        1,
        seed);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 10, 30})
  void theLossTendsToZeroAtEveryLearningRate(double eta) {
    double[] loss = descend(Map.of("type", "logistic-regression"), eta).get("loss");
    // L ~ 1/(γ²ηt): the slope over the last doubling is −1.
    assertThat(loss[200] * eta * STEPS * 0.01).isBetween(0.4, 1.2);
    assertThat(Math.log(loss[200] / loss[100]) / Math.log(2)).isCloseTo(-1, within(0.09));
  }

  @Test
  void aboveTheEdgeTheLossRisesAtFirst() {
    Map<String, ?> objective = Map.of("type", "logistic-regression", "margin", 0.05);
    double[] loss = Runs.descend(objective, 30, 500).get("loss");
    assertThat(IntStream.range(1, 60).filter(i -> loss[i] > loss[i - 1]).count()).isGreaterThan(5);
    assertThat(IntStream.range(400, 500).filter(i -> loss[i] > loss[i - 1]).count()).isZero();
  }

  // Between the two support vectors e^{−v} + e^{2v} is least at v = −ln 2/3.
  @Test
  void alongTheMarginItGrowsAsALogarithmAndAcrossItConvergesToTheMinimizer() {
    Map<String, double[]> run = descend(Map.of("type", "logistic-regression", "examples", 2), 4);
    double[] along = run.get("w1");
    assertThat(0.1 * (along[200] - along[100])).isCloseTo(Math.log(2), within(0.01));
    assertThat(run.get("w2")[200]).isCloseTo(-Math.log(2) / 3, within(0.002));
  }

  private static Map<String, double[]> descend(Map<String, ?> objective, double eta) {
    return Runs.run(
        Map.of(
            "objective",
            objective,
            "learning-rate",
            eta,
            "steps",
            STEPS,
            "record",
            Map.of("every", STEPS / 200, "sharpness-every", 0)));
  }

  @Test
  void theFirstAxisHasTheLargestMarginOfAllDirections() {
    int features = 4;
    double[] rows = SeparableExamples.draw(60, features, 0.3, 2, 8);
    assertThat(margin(rows, new double[] {1, 0, 0, 0})).isEqualTo(0.3);
    SplittableRandom random = new SplittableRandom(2);
    for (int trial = 0; trial < 1000; trial++) {
      double[] direction = {1, 0, 0, 0};
      double square = 1;
      for (int j = 1; j < features; j++) {
        direction[j] = 0.3 * random.nextGaussian();
        square += direction[j] * direction[j];
      }
      assertThat(margin(rows, direction) / Math.sqrt(square)).isLessThanOrEqualTo(0.3);
    }
  }

  private static double margin(double[] rows, double[] direction) {
    int features = direction.length;
    return IntStream.range(0, rows.length / features)
        .mapToDouble(
            i ->
                IntStream.range(0, features)
                    .mapToDouble(j -> rows[i * features + j] * direction[j])
                    .sum())
        .min()
        .orElseThrow();
  }

  @Test
  void aSampleOfAllExamplesIsTheWholeAndTurnedLabelsTurnTheMargin() {
    LogisticRegression whole =
        new LogisticRegression(
            BACKEND, MarginLoss.LOGISTIC, SeparableExamples.draw(6, 2, 0.3, 2, 1), 2);
    Tensor point = BACKEND.of(new double[] {0.4, -0.2}, 2);
    Tensor mirrored = BACKEND.of(new double[] {-0.4, 0.2}, 2);
    SampledLoss sample = whole.sampled(0, 0).orElseThrow();
    sample.choose(new int[] {5, 4, 3, 2, 1, 0}, new SplittableRandom(1));
    assertThat(sample.loss(point)).isCloseTo(whole.loss(point), within(1e-14));
    SampledLoss turned = whole.sampled(6, 1).orElseThrow();
    turned.choose(new int[] {0, 1, 2, 3, 4, 5}, new SplittableRandom(1));
    assertThat(turned.loss(point)).isCloseTo(whole.loss(mirrored), within(1e-14));
    assertThatThrownBy(() -> whole.sampled(7, 0))
        .hasMessage("a batch of 7 is larger than the 6 examples");
    assertThatThrownBy(() -> whole.sampled(2, 1.5))
        .hasMessage("the label noise is 1.5, expected a probability");
  }

  @Test
  void stochasticGradientDescentRunsOnDrawnExamples() {
    double[] loss =
        Runs.run(
                Map.of(
                    "objective",
                    "logistic-regression",
                    "learning-rate",
                    1,
                    "steps",
                    500,
                    "sampling",
                    Map.of("batch-size", 4)))
            .get("loss");
    assertThat(loss[500]).isLessThan(0.7 * loss[0]);
  }

  @Test
  void twoClassesOfADatasetAreToldApart() {
    Dataset data =
        new Dataset(
            "three",
            new double[] {1, 2, 3, 4, 5, 6, -1, -2},
            new int[] {2},
            new int[] {0, 1, 2, 0},
            List.of("a", "b", "c"),
            Map.of());
    Objective objective = create(data, List.of(2, 0)).objective();
    assertThat(objective.dimension()).isEqualTo(2);
    double expected = 0;
    // −(1, 2), (5, 6), −(−1, −2) at w = (0.1, 0).
    for (double margin : new double[] {-0.1, 0.5, 0.1}) {
      expected += Math.log1p(Math.exp(-margin)) / 3;
    }
    assertThat(objective.loss(BACKEND.of(new double[] {0.1, 0}, 2)))
        .isCloseTo(expected, within(1e-14));
    assertThatThrownBy(() -> create(data, List.of(0, 7)))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "objective 'logistic-regression': dataset 'three' has no example of class 7. Choose two"
                + " of its 3 classes with 'classes'; they are numbered from 0.");
  }

  @Test
  void badSettingsAreRefused() {
    assertThatThrownBy(
            () ->
                Runs.descend(
                    Map.of("type", "logistic-regression", "features", 5, "examples", 4), 1, 1))
        .hasMessageContaining(
            "'examples' is 4, expected at least 8: two support vectors for each of the 'features'"
                + " but the first");
    assertThatThrownBy(
            () ->
                Runs.descend(Map.of("type", "logistic-regression", "classes", List.of(3, 3)), 1, 1))
        .hasMessageContaining("'classes' is [3, 3], expected the numbers of two different classes");
  }

  private static Problem create(Dataset data, List<Integer> classes) {
    return new LogisticRegressionFactory()
        .create(
            new LogisticRegressionFactory.Settings(MarginLoss.LOGISTIC, 20, 2, 0.2, 2, classes),
            new ObjectiveFactory.Context(BACKEND, Optional.of(data), 1));
  }
}

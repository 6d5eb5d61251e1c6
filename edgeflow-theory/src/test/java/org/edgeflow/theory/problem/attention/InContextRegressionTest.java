package org.edgeflow.theory.problem.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.edgeflow.core.objective.closedform.ClosedFormObjective;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.heap.HeapBackend;
import org.edgeflow.theory.Derivatives;
import org.edgeflow.theory.Runs;
import org.junit.jupiter.api.Test;

/** Attention that learns regressions in context. */
class InContextRegressionTest {
  private static final TensorBackend BACKEND = new HeapBackend(DataType.FLOAT64);

  @Property(tries = 25)
  void derivativesOfFullHeadsAgreeWithDifferences(@ForAll long seed) {
    Derivatives.check(
        new ClosedFormObjective(BACKEND, new AttentionHeads(prompts(seed), 2)), 0.5, seed);
  }

  @Property(tries = 25)
  void derivativesOfDiagonalHeadsAgreeWithDifferences(@ForAll long seed) {
    Derivatives.check(
        new ClosedFormObjective(BACKEND, new DiagonalHeads(prompts(seed), 3)), 0.5, seed);
  }

  private static Prompts prompts(long seed) {
    return Prompts.draw(4, 5, 2, 2, 0.1, new SplittableRandom(seed));
  }

  // With W = 0 attention is uniform, and U = 0 answers nothing.
  @Test
  void withoutWeightsItAnswersTheMeanResponseOrNothing() {
    Prompts prompts = prompts(3);
    AttentionHeads heads = new AttentionHeads(prompts, 1);
    double[] w = new double[heads.dimension()];
    double[] gradient = new double[w.length];
    double nothing = 0;
    double mean = 0;
    for (int n = 0; n < 4; n++) {
      for (int i = 0; i < 2; i++) {
        double answer = prompts.answers()[2 * n + i];
        double average = 0;
        for (int l = 0; l < 5; l++) {
          average += prompts.responses()[(5 * n + l) * 2 + i] / 5;
        }
        nothing += answer * answer / 8;
        mean += (average - answer) * (average - answer) / 8;
      }
    }
    assertThat(heads.lossAndGradient(w, gradient)).isCloseTo(nothing, within(1e-14));
    w[heads.values(0)] = 1;
    w[heads.values(0) + 3] = 1;
    assertThat(heads.lossAndGradient(w, gradient)).isCloseTo(mean, within(1e-14));
  }

  @Test
  void bothFormsStartFromTheSameLoss() {
    assertThat(first("full")).isCloseTo(first("diagonal"), within(1e-14));
  }

  private static double first(String form) {
    return Runs.descend(
            Map.of("type", "in-context-regression", "form", form, "prompts", 20), 0.01, 1)
        .get("loss")[0];
  }

  // Each head attends to one task, and against the other.
  @Test
  void eachHeadComesToSolveATaskOfItsOwnAndTwoAreBetterThanOne() {
    Map<String, double[]> two = learn(2);
    int end = two.get("loss").length - 1;
    boolean straight = two.get("omega_1_1")[end] > 0;
    for (int h = 1; h <= 2; h++) {
      int own = straight ? h : 3 - h;
      int other = 3 - own;
      double focus = two.get("omega_" + h + "_" + own)[end];
      double aside = two.get("omega_" + h + "_" + other)[end];
      assertThat(focus).isPositive();
      assertThat(aside).isNegative();
    }
    assertThat(two.get("loss")[end]).isLessThan(0.9 * learn(1).get("loss")[end]);
  }

  private static Map<String, double[]> learn(int heads) {
    return Runs.run(
        Map.of(
            "objective",
            Map.of("type", "in-context-regression", "heads", heads, "prompts", 200),
            "learning-rate",
            0.5,
            "steps",
            400,
            "record",
            Map.of("every", 100, "sharpness-every", 0)));
  }

  @Test
  void promptsThatDoNotFitAreRefused() {
    assertThatThrownBy(
            () ->
                Runs.descend(
                    Map.of(
                        "type",
                        "in-context-regression",
                        "prompts",
                        1_000_000,
                        "prompt-length",
                        100),
                    0.1,
                    1))
        .hasMessageContaining(
            "'prompts', 'prompt-length', 'tasks' and 'features-per-task' make 1000000000"
                + " covariates, expected at most 100000000");
  }
}

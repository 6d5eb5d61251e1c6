package org.edgeflow.theory.problem.attention;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.edgeflow.core.objective.ObjectiveFactory;
import org.edgeflow.core.objective.Problem;
import org.edgeflow.core.objective.closedform.ClosedForms;
import org.edgeflow.core.settings.Description;
import org.edgeflow.core.settings.Setting;

/**
 * Builds linear regression in context by softmax attention from configs. From a small start, heads
 * first grow alike (warm-up), then each comes to attend to one task (emergence), and then converge
 * (arXiv 2402.19442). With two heads and two tasks we see each head attend to one task ({@code ω_hi
 * > 0}) and against the other ({@code ω_hi < 0}): the allocation is a permutation in its signs, and
 * not close to one in its sizes.
 */
public final class InContextRegressionFactory
    implements ObjectiveFactory<InContextRegressionFactory.Settings> {
  private static final double MOST_NUMBERS = 1e8;

  /** Which matrices the heads may have. */
  public enum Form {
    /** {@code ω} and {@code μ}, one of each for a head and task. */
    DIAGONAL,
    /** All entries of W and U. */
    FULL
  }

  /** The settings of {@code in-context-regression}. */
  public record Settings(
      @Setting(value = "How many heads, H.", byDefault = "2", atLeast = 1, atMost = 100) int heads,
      @Setting(
              value = "How many regressions at once, I.",
              byDefault = "2",
              atLeast = 1,
              atMost = 100)
          int tasks,
      @Setting(
              value = "How many covariates each task looks at.",
              byDefault = "5",
              atLeast = 1,
              atMost = 1000)
          int featuresPerTask,
      @Setting(
              value = "How many examples stand in a prompt, L.",
              byDefault = "40",
              atLeast = 1,
              atMost = 100_000)
          int promptLength,
      @Setting(value = "How many prompts.", byDefault = "200", atLeast = 1, atMost = 1_000_000)
          int prompts,
      @Setting(
              value = "The standard deviation of the noise on the responses in the prompts.",
              byDefault = "0.1",
              atLeast = 0)
          double noise,
      @Setting(
              value =
                  "The parameters' form: diagonal (ω and μ of each head and task, which are"
                      + " recorded) or full matrices.",
              byDefault = "diagonal")
          Form form,
      @Setting(
              value = "The initial size of ω and μ, which is drawn from 0.5 to 1.5 of it.",
              byDefault = "0.1",
              above = 0)
          double initScale) {
    /** Checks that the prompts fit into memory. */
    public Settings {
      double numbers = (double) prompts * promptLength * tasks * featuresPerTask;
      if (numbers > MOST_NUMBERS) {
        throw new IllegalArgumentException(
            String.format(
                "'prompts', 'prompt-length', 'tasks' and 'features-per-task' make %.0f covariates,"
                    + " expected at most %.0f",
                numbers, MOST_NUMBERS));
      }
    }
  }

  @Override
  public Description description() {
    return new Description(
        "Several linear regressions in context by multi-head softmax attention: each head comes to"
            + " solve one.",
        "arXiv 2402.19442");
  }

  @Override
  public Problem create(Settings settings, Context context) {
    SplittableRandom random = new SplittableRandom(context.seed());
    Prompts prompts =
        Prompts.draw(
            settings.prompts(),
            settings.promptLength(),
            settings.tasks(),
            settings.featuresPerTask(),
            settings.noise(),
            random);
    DiagonalHeads diagonal = new DiagonalHeads(prompts, settings.heads());
    double[] start = new double[diagonal.dimension()];
    Arrays.setAll(start, i -> settings.initScale() * random.nextDouble(0.5, 1.5));
    if (settings.form() == Form.DIAGONAL) {
      return ClosedForms.problem(
          diagonal,
          start,
          settings.heads() * settings.tasks() <= 16 ? diagonal.names() : List.of(),
          context);
    }
    AttentionHeads full = new AttentionHeads(prompts, settings.heads());
    double[] matrices = new double[full.dimension()];
    diagonal.spread(start, matrices);
    return ClosedForms.problem(full, matrices, List.of(), context);
  }
}

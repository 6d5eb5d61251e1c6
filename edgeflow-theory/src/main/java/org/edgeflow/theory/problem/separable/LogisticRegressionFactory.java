package org.edgeflow.theory.problem.separable;

import java.util.List;
import java.util.stream.IntStream;
import org.edgeflow.core.data.Dataset;
import org.edgeflow.core.objective.ObjectiveFactory;
import org.edgeflow.core.objective.Problem;
import org.edgeflow.core.settings.Description;
import org.edgeflow.core.settings.Setting;
import org.edgeflow.theory.problem.data.Examples;

/** Builds {@link LogisticRegression} from configs, on drawn examples or on a dataset's. */
public final class LogisticRegressionFactory
    implements ObjectiveFactory<LogisticRegressionFactory.Settings> {
  private static final int MOST_NAMES = 20;

  /** The settings of {@code logistic-regression}. */
  public record Settings(
      @Setting(
              value = "The loss of a margin m: logistic (ln(1 + e^{−m})) or exponential (e^{−m}).",
              byDefault = "logistic")
          MarginLoss loss,
      @Setting(
              value =
                  "Of drawn examples, how many: at least two for each feature but the first, which"
                      + " are the support vectors.",
              byDefault = "20",
              atLeast = 2,
              atMost = 1_000_000)
          int examples,
      @Setting(
              value = "Of drawn examples, how many coordinates; the first is the margin's.",
              byDefault = "2",
              atLeast = 2,
              atMost = 10_000)
          int features,
      @Setting(value = "Of drawn examples, the largest margin γ.", byDefault = "0.1", above = 0)
          double margin,
      @Setting(
              value =
                  "Of drawn examples, how unequal the support vectors on the two sides of each"
                      + " further axis are, a.",
              byDefault = "2",
              above = 0)
          double skew,
      @Setting(
              value = "Of a dataset, the numbers of the two classes to tell apart.",
              byDefault = "[0, 1]")
          List<Integer> classes) {
    /** Checks that there are enough examples, and two classes. */
    public Settings {
      int support = SeparableExamples.supportVectors(features);
      if (examples < support) {
        throw new IllegalArgumentException(
            "'examples' is "
                + examples
                + ", expected at least "
                + support
                + ": two support vectors for each of the 'features' but the first");
      }
      Examples.requireTwo(classes);
    }
  }

  @Override
  public Description description() {
    return new Description(
        "Linear classification of separable examples, drawn with a known margin or two classes of"
            + " a dataset: gradient descent converges at every learning rate.",
        "arXiv 2305.11788, 2402.15926");
  }

  @Override
  public boolean takesDataset() {
    return true;
  }

  @Override
  public Problem create(Settings settings, Context context) {
    double[] rows =
        context
            .dataset()
            .map(data -> signed(data, settings.classes()))
            .orElseGet(
                () ->
                    SeparableExamples.draw(
                        settings.examples(),
                        settings.features(),
                        settings.margin(),
                        settings.skew(),
                        context.seed()));
    int features = context.dataset().map(Dataset::features).orElse(settings.features());
    return new Problem(
        new LogisticRegression(context.backend(), settings.loss(), rows, features),
        context.backend().zeros(features),
        features > MOST_NAMES
            ? List.of()
            : IntStream.rangeClosed(1, features).mapToObj(i -> "w" + i).toList());
  }

  /** The examples of the two classes, those of the second with their sign changed. */
  private static double[] signed(Dataset data, List<Integer> classes) {
    Examples examples = Examples.ofClasses(data, classes, "logistic-regression");
    double[] rows = examples.inputs();
    for (int i = 0; i < rows.length; i++) {
      rows[i] *= examples.targets()[i / examples.features()];
    }
    return rows;
  }
}

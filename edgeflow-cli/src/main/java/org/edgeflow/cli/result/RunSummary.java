package org.edgeflow.cli.result;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What a run says of itself: {@code summary.json}, as {@link SummaryReader} reads it. A number that
 * the file does not have is NaN.
 *
 * @param experiment the run's name
 * @param steps how far it was to go
 * @param startAfter the step at which the models started; 0 for a file that does not say
 * @param seconds of the process that brought the run to its end, all that it did for it but pages
 *     and exports; NaN for a file that does not say
 * @param learningRate η
 * @param threshold the effective sharpness at which the optimizer becomes unstable, 2/(ηQ(−1)); for
 *     GD 2/η
 * @param seed of everything drawn at random
 * @param dtype {@code float32} or {@code float64}
 * @param backend its name in the registry
 * @param objective its name in the registry
 * @param dataset its name in the registry; empty where the objective uses no data
 * @param reference the optimizer's result
 * @param models the models' results, in the config's order
 */
public record RunSummary(
    String experiment,
    double steps,
    double startAfter,
    double seconds,
    double learningRate,
    double threshold,
    OptionalLong seed,
    Optional<String> dtype,
    Optional<String> backend,
    Optional<String> objective,
    Optional<String> dataset,
    ModelResult reference,
    List<ModelResult> models) {
  static final String GRADIENT_DESCENT = "gradient-descent";

  /** Copies the list. */
  public RunSummary {
    models = List.copyOf(models);
  }

  /** The reference and the models, in this order. */
  public List<ModelResult> all() {
    return Stream.concat(Stream.of(reference), models.stream()).toList();
  }

  /** Whether the optimizer is plain gradient descent. */
  public boolean isGradientDescent() {
    return reference.name().equals(GRADIENT_DESCENT);
  }

  /** The optimizer as captions call it. */
  public String optimizer() {
    return isGradientDescent() ? "GD" : reference.name();
  }

  /** The threshold as a formula. */
  public String thresholdFormula() {
    return isGradientDescent() ? "2/η" : "2/(ηQ(−1))";
  }
}

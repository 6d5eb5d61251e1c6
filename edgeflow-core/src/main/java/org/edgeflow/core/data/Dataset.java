package org.edgeflow.core.data;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Labelled examples in plain arrays, ready for a network: inputs and class labels, one for the
 * whole example or one for each of its positions.
 *
 * <p>The arrays are shared, not copied; nobody modifies them after construction.
 *
 * @param name what the provenance calls it
 * @param inputs example-major: example {@code i} starts at {@code i · features}; standardized,
 *     unless the provenance says otherwise
 * @param shape one example's extents: {@code [features]}, {@code [channels, height, width]}, or
 *     {@code [length, channels]} for sequences
 * @param labels classes in {@code 0 … classes − 1}, example-major: those of example {@code i} start
 *     at {@code i · labelsPerExample}
 * @param labelsPerExample 1 where examples are classified; the number of positions where each
 *     position is
 * @param classes the class names
 * @param provenance where it came from, what was done to it, checksums
 */
public record Dataset(
    String name,
    double[] inputs,
    int[] shape,
    int[] labels,
    int labelsPerExample,
    List<String> classes,
    Map<String, String> provenance) {

  /** Examples with one label each. */
  public Dataset(
      String name,
      double[] inputs,
      int[] shape,
      int[] labels,
      List<String> classes,
      Map<String, String> provenance) {
    this(name, inputs, shape, labels, 1, classes, provenance);
  }

  /**
   * Checks that everything fits.
   *
   * @throws IllegalArgumentException naming the example, for lengths that do not fit, labels
   *     outside the classes, or inputs that are not finite
   */
  public Dataset {
    classes = List.copyOf(classes);
    provenance = Map.copyOf(provenance);
    int features = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    if (labelsPerExample < 1 || labels.length % labelsPerExample != 0) {
      throw new IllegalArgumentException(
          "dataset '"
              + name
              + "' has "
              + labels.length
              + " labels, expected "
              + labelsPerExample
              + " for each example, and at least one");
    }
    int size = labels.length / labelsPerExample;
    if (size == 0 || inputs.length != (long) size * features) {
      throw new IllegalArgumentException(
          "dataset '"
              + name
              + "' has "
              + labels.length
              + " labels and "
              + inputs.length
              + " inputs; expected "
              + features
              + " inputs for each of at least one "
              + (labelsPerExample == 1 ? "label" : "example of " + labelsPerExample + " labels"));
    }
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < 0 || labels[i] >= classes.size()) {
        throw new IllegalArgumentException(
            "dataset '"
                + name
                + "': example "
                + i / labelsPerExample
                + (labelsPerExample == 1 ? "" : ", position " + i % labelsPerExample + ",")
                + " has label "
                + labels[i]
                + ", expected 0 to "
                + (classes.size() - 1));
      }
    }
    for (int i = 0; i < inputs.length; i++) {
      if (!Double.isFinite(inputs[i])) {
        throw new IllegalArgumentException(
            "dataset '"
                + name
                + "': example "
                + i / features
                + " has the input "
                + inputs[i]
                + ", expected finite numbers");
      }
    }
  }

  /** The number of examples. */
  public int size() {
    return labels.length / labelsPerExample;
  }

  /** The number of inputs of one example. */
  public int features() {
    return inputs.length / size();
  }

  /** The labels as rows with a single 1, example-major; {@code labelsPerExample} rows for each. */
  public double[] oneHotTargets() {
    double[] targets = new double[labels.length * classes.size()];
    for (int i = 0; i < labels.length; i++) {
      targets[i * classes.size() + labels[i]] = 1;
    }
    return targets;
  }
}

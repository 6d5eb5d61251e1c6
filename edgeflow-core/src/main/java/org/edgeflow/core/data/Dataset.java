package org.edgeflow.core.data;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Labelled examples in plain arrays, ready for a network: standardized inputs and class labels.
 *
 * <p>The arrays are shared, not copied; nobody modifies them after construction.
 *
 * @param name what the provenance calls it
 * @param inputs example-major: example {@code i} starts at {@code i · features}; standardized
 * @param shape one example's extents: {@code [features]} or {@code [channels, height, width]}
 * @param labels the class of each example, in {@code 0 … classes − 1}
 * @param classes the class names
 * @param provenance where it came from, what was done to it, checksums
 */
public record Dataset(
    String name,
    double[] inputs,
    int[] shape,
    int[] labels,
    List<String> classes,
    Map<String, String> provenance) {

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
    if (labels.length == 0 || inputs.length != (long) labels.length * features) {
      throw new IllegalArgumentException(
          "dataset '"
              + name
              + "' has "
              + labels.length
              + " labels and "
              + inputs.length
              + " inputs; expected "
              + features
              + " inputs for each of at least one label");
    }
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < 0 || labels[i] >= classes.size()) {
        throw new IllegalArgumentException(
            "dataset '"
                + name
                + "': example "
                + i
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
    return labels.length;
  }

  /** The number of inputs of one example. */
  public int features() {
    return inputs.length / labels.length;
  }

  /** The labels as rows with a single 1, example-major. */
  public double[] oneHotTargets() {
    double[] targets = new double[labels.length * classes.size()];
    for (int i = 0; i < labels.length; i++) {
      targets[i * classes.size() + labels[i]] = 1;
    }
    return targets;
  }
}

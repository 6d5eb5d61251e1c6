package org.edgeflow.theory.problem.data;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.edgeflow.core.data.Dataset;
import org.edgeflow.core.settings.ConfigException;

/**
 * Inputs and targets, example-major; shared, modified by nobody.
 *
 * @param inputs {@code [n, d]}
 * @param targets {@code [n, o]}
 * @param count n
 */
public record Examples(double[] inputs, double[] targets, int count) {

  /** How many inputs an example has. */
  public int features() {
    return inputs.length / count;
  }

  /** How many targets an example has. */
  public int outputs() {
    return targets.length / count;
  }

  /**
   * The examples of two classes, with the targets 1 and −1.
   *
   * @param objective who asks, for messages
   * @throws ConfigException if there are not two such classes
   */
  public static Examples ofClasses(Dataset data, List<Integer> classes, String objective) {
    if (data.labelsPerExample() != 1) {
      throw new ConfigException(
          "objective '"
              + objective
              + "': dataset '"
              + data.name()
              + "' has "
              + data.labelsPerExample()
              + " labels for each example, expected one.");
    }
    for (int each : classes) {
      if (IntStream.of(data.labels()).noneMatch(label -> label == each)) {
        throw new ConfigException(
            "objective '"
                + objective
                + "': dataset '"
                + data.name()
                + "' has no example of class "
                + each
                + ". Choose two of its "
                + data.classes().size()
                + " classes with 'classes'; they are numbered from 0.");
      }
    }
    int features = data.features();
    int[] chosen =
        IntStream.range(0, data.size()).filter(i -> classes.contains(data.labels()[i])).toArray();
    double[] inputs = new double[chosen.length * features];
    double[] targets = new double[chosen.length];
    for (int i = 0; i < chosen.length; i++) {
      targets[i] = data.labels()[chosen[i]] == classes.get(0) ? 1 : -1;
      System.arraycopy(data.inputs(), chosen[i] * features, inputs, i * features, features);
    }
    return new Examples(inputs, targets, chosen.length);
  }

  /** Refuses what is no pair of classes. */
  public static void requireTwo(List<Integer> classes) {
    if (classes.size() != 2 || classes.get(0).equals(classes.get(1))) {
      throw new IllegalArgumentException(
          "'classes' is " + classes + ", expected the numbers of two different classes");
    }
  }

  /** Independent normal numbers. */
  public static double[] normal(int count, double deviation, SplittableRandom random) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = deviation * random.nextGaussian();
    }
    return values;
  }
}

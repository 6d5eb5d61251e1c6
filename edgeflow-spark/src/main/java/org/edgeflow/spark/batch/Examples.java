package org.edgeflow.spark.batch;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.edgeflow.core.data.Dataset;

/**
 * A part of a dataset, as it travels.
 *
 * @param name of the whole
 * @param inputs as {@link Dataset} has them
 * @param shape of one example
 * @param labels as {@link Dataset} has them
 * @param labelsPerExample how many
 * @param classes the class names
 */
record Examples(
    String name,
    double[] inputs,
    int[] shape,
    int[] labels,
    int labelsPerExample,
    List<String> classes)
    implements Serializable {

  /** A dataset in parts that differ by one example at most, in its order. */
  static List<Examples> parts(Dataset whole, int number) {
    List<Examples> parts = new ArrayList<>(number);
    for (int i = 0; i < number; i++) {
      int from = (int) ((long) whole.size() * i / number);
      int to = (int) ((long) whole.size() * (i + 1) / number);
      parts.add(
          new Examples(
              whole.name(),
              Arrays.copyOfRange(whole.inputs(), from * whole.features(), to * whole.features()),
              whole.shape(),
              Arrays.copyOfRange(
                  whole.labels(), from * whole.labelsPerExample(), to * whole.labelsPerExample()),
              whole.labelsPerExample(),
              new ArrayList<>(whole.classes())));
    }
    return parts;
  }

  int size() {
    return labels.length / labelsPerExample;
  }

  Dataset dataset() {
    return new Dataset(name, inputs, shape, labels, labelsPerExample, classes, Map.of());
  }
}

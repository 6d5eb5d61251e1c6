package org.edgeflow.models.engine.loss;

import java.util.List;
import org.edgeflow.core.tensor.Tensor;

/**
 * What a network's outputs say of a block's labels.
 *
 * @param outputs one row a position, one column a class; filled by a pass forwards
 * @param targets of every block, in the same shape: 1 at the label
 */
public record Outcomes(Tensor outputs, List<Tensor> targets) {

  /** How many rows have their largest output where their target is largest. */
  public int correct(int block) {
    double[] found = read(outputs);
    double[] wanted = read(targets.get(block));
    int classes = targets.get(block).shape()[1];
    int correct = 0;
    for (int row = 0; row < wanted.length; row += classes) {
      correct += largest(found, row, classes) == largest(wanted, row, classes) ? 1 : 0;
    }
    return correct;
  }

  private static double[] read(Tensor tensor) {
    double[] values = new double[tensor.size()];
    tensor.backend().read(tensor, values);
    return values;
  }

  // Of equal ones the first, as NumPy has it.
  private static int largest(double[] values, int from, int count) {
    int best = 0;
    for (int i = 1; i < count; i++) {
      if (values[from + i] > values[from + best]) {
        best = i;
      }
    }
    return best;
  }
}

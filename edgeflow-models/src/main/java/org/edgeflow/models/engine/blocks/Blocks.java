package org.edgeflow.models.engine.blocks;

import java.util.ArrayList;
import java.util.List;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * A dataset on a backend, cut into blocks of consecutive examples whose sizes differ by at most
 * one.
 *
 * @param inputs one tensor for each block, {@code [size, columns]}; the columns may differ, where
 *     the later ones of a block's examples are all zero
 * @param targets one tensor for each block
 * @param sizes examples in each block
 */
public record Blocks(List<Tensor> inputs, List<Tensor> targets, List<Integer> sizes) {

  /**
   * Cuts data.
   *
   * @param most examples in a block
   * @param multiple the number of blocks is rounded up to a multiple of this, as far as there are
   *     examples
   * @param staircase whether to drop a block's last columns where they are zero
   */
  public static Blocks cut(
      TensorBackend backend, Examples data, int most, int multiple, boolean staircase) {
    double[] inputs = data.inputs();
    double[] targets = data.targets();
    int examples = data.count();
    int rows = data.rows();
    int features = inputs.length / examples;
    int classes = targets.length / examples / rows;
    int count = (examples + most - 1) / most;
    count = Math.min(examples, (count + multiple - 1) / multiple * multiple);
    List<Tensor> in = new ArrayList<>();
    List<Tensor> out = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    for (int block = 0; block < count; block++) {
      int from = (int) ((long) examples * block / count);
      int to = (int) ((long) examples * (block + 1) / count);
      int size = to - from;
      int columns = staircase ? columns(inputs, features, from, to) : features;
      double[] part = new double[size * columns];
      for (int i = 0; i < size; i++) {
        System.arraycopy(inputs, (from + i) * features, part, i * columns, columns);
      }
      in.add(backend.of(part, size, columns));
      int width = rows * classes;
      double[] labels = new double[size * width];
      System.arraycopy(targets, from * width, labels, 0, labels.length);
      out.add(backend.of(labels, size * rows, classes));
      sizes.add(size);
    }
    return new Blocks(List.copyOf(in), List.copyOf(out), List.copyOf(sizes));
  }

  private static int columns(double[] inputs, int features, int from, int to) {
    int columns = 1;
    for (int i = from; i < to; i++) {
      for (int j = features - 1; j >= columns; j--) {
        if (inputs[i * features + j] != 0) {
          columns = j + 1;
        }
      }
    }
    return columns;
  }

  public int count() {
    return sizes.size();
  }
}

package org.edgeflow.onnx.assembly;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.edgeflow.onnx.graph.Numbers;

/**
 * Which parameter of the file each parameter of the engine is. A layer claims its parameters when
 * it is added; each belongs to one layer.
 */
public final class Claims {
  private final Map<String, Integer> firsts = new LinkedHashMap<>();
  private final double[] values;
  private final boolean[] claimed;
  private final int[] owners;
  private int[] order = new int[64];
  private int count;

  /** Of a network's tensors, in their order. */
  public Claims(Map<String, Numbers> tensors) {
    int size = 0;
    for (Map.Entry<String, Numbers> tensor : tensors.entrySet()) {
      firsts.put(tensor.getKey(), size);
      size = Math.addExact(size, tensor.getValue().values().length);
    }
    values = new double[size];
    owners = new int[size];
    claimed = new boolean[size];
    tensors.forEach(
        (name, numbers) ->
            System.arraycopy(
                numbers.values(), 0, values, firsts.get(name), numbers.values().length));
  }

  /**
   * Claims parameters for the layer that is added next.
   *
   * @param elements which, in the order of the layer
   * @throws SharedParametersException if one belongs to another layer
   */
  public void claim(Value.Parameters parameters, int... elements) {
    int first = firsts.get(parameters.name());
    for (int place : parameters.arrangement().at(elements)) {
      if (place < 0 || claimed[first + place]) {
        throw new SharedParametersException(parameters.name());
      }
      claimed[first + place] = true;
      if (count == order.length) {
        order = Arrays.copyOf(order, 2 * count);
      }
      order[count++] = first + place;
    }
  }

  /** For each parameter of the engine its place among those of the file that are used. */
  public int[] order() {
    int rank = 0;
    for (int i = 0; i < claimed.length; i++) {
      owners[i] = claimed[i] ? rank++ : -1;
    }
    int[] ranks = new int[count];
    for (int i = 0; i < count; i++) {
      ranks[i] = owners[order[i]];
    }
    return ranks;
  }

  /** The parameters that are used, in the file's order. */
  public double[] start() {
    double[] start = new double[count];
    int next = 0;
    for (int i = 0; i < claimed.length; i++) {
      if (claimed[i]) {
        start[next++] = values[i];
      }
    }
    return start;
  }
}

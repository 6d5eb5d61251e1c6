package org.edgeflow.onnx.assembly;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.edgeflow.onnx.assembly.Value.Parameters;
import org.edgeflow.onnx.graph.Numbers;

/**
 * Which parameter of the file each parameter of the engine is. A layer claims its parameters when
 * it is added; each belongs to one layer.
 */
public final class Claims {
  private final Map<String, Integer> firsts = new LinkedHashMap<>();
  private final Map<String, int[]> joined = new HashMap<>();
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
  public void claim(Parameters parameters, int... elements) {
    for (int element : elements) {
      int place = place(parameters, element);
      if (place < 0 || claimed[place]) {
        throw new SharedParametersException(place < 0 ? parameters.name() : tensor(place));
      }
      claimed[place] = true;
      if (count == order.length) {
        order = Arrays.copyOf(order, 2 * count);
      }
      order[count++] = place;
    }
  }

  /**
   * Parameters of several tensors as those of one, which exists nowhere in the file: they stay
   * parameters that a layer may own.
   *
   * @param elements for each element of the whole its place in the parts, one after another
   */
  public Parameters join(List<Parameters> parts, Numbers elements) {
    int[] all =
        parts.stream()
            .flatMapToInt(
                part -> IntStream.range(0, part.arrangement().size()).map(i -> place(part, i)))
            .toArray();
    String name = "joined " + joined.size();
    while (firsts.containsKey(name)) {
      name += "'";
    }
    joined.put(name, IntStream.of(elements.ints()).map(element -> all[element]).toArray());
    return new Parameters(name, elements.shape(), Arrangement.natural(elements.values().length));
  }

  private int place(Parameters parameters, int element) {
    int place = parameters.arrangement().places()[element];
    int[] others = joined.get(parameters.name());
    return place < 0
        ? place
        : others == null ? firsts.get(parameters.name()) + place : others[place];
  }

  private String tensor(int place) {
    String last = "";
    for (Map.Entry<String, Integer> first : firsts.entrySet()) {
      if (first.getValue() <= place) {
        last = first.getKey();
      }
    }
    return last;
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

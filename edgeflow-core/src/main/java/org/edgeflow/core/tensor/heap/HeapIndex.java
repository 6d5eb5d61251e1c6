package org.edgeflow.core.tensor.heap;

import java.util.Arrays;
import org.edgeflow.core.tensor.Index;
import org.edgeflow.core.tensor.Tensor;

/**
 * Places in a Java array, for backends that compute where Java's arrays are.
 *
 * @param places live
 */
public record HeapIndex(int[] places) implements Index {

  @Override
  public int size() {
    return places.length;
  }

  /**
   * The live array of an index for a tensor with as many elements.
   *
   * @throws IllegalArgumentException if another kind of backend made it, or it does not fit
   */
  public static int[] places(Index index, Tensor x) {
    if (!(index instanceof HeapIndex own)) {
      throw new IllegalArgumentException(
          "an index of another backend was given: " + index.getClass().getSimpleName());
    }
    if (own.places.length != x.size()) {
      throw new IllegalArgumentException(
          "sizes differ: " + Arrays.toString(x.shape()) + " and an index of " + own.places.length);
    }
    return own.places;
  }
}

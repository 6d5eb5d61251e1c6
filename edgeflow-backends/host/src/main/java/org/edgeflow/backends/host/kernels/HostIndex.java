package org.edgeflow.backends.host.kernels;

import org.edgeflow.core.tensor.Index;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.heap.HeapIndex;

/** Places in a Java array, which knows whether they can be copied from a vector at a time. */
final class HostIndex implements Index {
  private final HeapIndex places;
  private boolean inVectors;

  /**
   * Places that are copied.
   *
   * @param lanes elements of a vector
   */
  HostIndex(int[] places, int lanes) {
    this.places = new HeapIndex(places.clone());
    this.inVectors = inRuns(places, lanes);
  }

  @Override
  public int size() {
    return places.size();
  }

  /** An index of ours for a tensor with as many elements. */
  static HostIndex own(Index index, Tensor x) {
    if (!(index instanceof HostIndex own)) {
      throw new IllegalArgumentException(
          "an index of another backend was given: " + index.getClass().getSimpleName());
    }
    HeapIndex.places(own.places, x);
    return own;
  }

  /** The live array, to be read. */
  int[] places() {
    return places.places();
  }

  /** The live array, to be written. */
  int[] writable() {
    inVectors = false;
    return places.places();
  }

  /** Whether places come in runs of one after the other, each as long as a vector. */
  boolean inVectors() {
    return inVectors;
  }

  private static boolean inRuns(int[] places, int length) {
    if (places.length % length != 0) {
      return false;
    }
    for (int i = 0; i < places.length; i++) {
      if (places[i] < 0 || i % length != 0 && places[i] != places[i - 1] + 1) {
        return false;
      }
    }
    return true;
  }
}

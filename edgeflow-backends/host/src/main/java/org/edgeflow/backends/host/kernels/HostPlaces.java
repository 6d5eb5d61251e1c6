package org.edgeflow.backends.host.kernels;

import org.edgeflow.backends.host.loops.Elements;
import org.edgeflow.core.tensor.Index;
import org.edgeflow.core.tensor.Kernels;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.heap.HeapIndex;
import org.edgeflow.core.tensor.heap.HeapTensor;

/** Kernels that move elements by lists of places. */
final class HostPlaces implements Kernels.Places {
  private final Owner owner;

  HostPlaces(Owner owner) {
    this.owner = owner;
  }

  @Override
  public Index index(int... places) {
    return new HeapIndex(places.clone());
  }

  @Override
  public void gather(Tensor x, Index index, Tensor out) {
    HeapTensor from = owner.own(x);
    HeapTensor to = owner.own(out);
    int[] places = HeapIndex.places(index, out);
    // Places mostly stand in runs, the channels of a position for one.
    int end;
    for (int i = 0; i < places.length; i = end) {
      int first = places[i];
      end = i + 1;
      if (first < 0) {
        while (end < places.length && places[end] < 0) {
          end++;
        }
        Elements.clear(to, i, end - i);
      } else {
        while (end < places.length && places[end] == first + end - i) {
          end++;
        }
        Elements.copy(from, first, to, i, end - i);
      }
    }
  }
}

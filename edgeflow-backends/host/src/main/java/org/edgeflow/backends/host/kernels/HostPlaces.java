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
  private final Elements elements;

  HostPlaces(Owner owner, Elements elements) {
    this.owner = owner;
    this.elements = elements;
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
    for (int i = 0; i < places.length; i++) {
      elements.set(to, i, places[i] < 0 ? 0 : elements.get(from, places[i]));
    }
  }
}

package org.edgeflow.core.tensor.heap;

import org.edgeflow.core.tensor.Index;
import org.edgeflow.core.tensor.Kernels;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/** Elements by index, one at a time. */
record HeapPlaces(TensorBackend owner) implements Kernels.Places {
  @Override
  public Index index(int... places) {
    return new HeapIndex(places.clone());
  }

  @Override
  public void gather(Tensor x, Index index, Tensor out) {
    HeapTensor from = HeapTensor.of(owner, x);
    HeapTensor to = HeapTensor.of(owner, out);
    int[] places = HeapIndex.places(index, out);
    for (int i = 0; i < places.length; i++) {
      to.set(i, places[i] < 0 ? 0 : from.get(places[i]));
    }
  }
}

package org.edgeflow.backends.host.kernels;

import org.edgeflow.backends.host.loops.Elements;
import org.edgeflow.core.tensor.Shapes;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.heap.HeapTensor;

/** Kernels that move elements by lists of places. */
final class HostPlaces {
  private final Owner owner;
  private final Elements elements;

  HostPlaces(Owner owner, Elements elements) {
    this.owner = owner;
    this.elements = elements;
  }

  void gather(Tensor x, int[] index, Tensor out) {
    HeapTensor from = owner.own(x);
    HeapTensor to = owner.own(out);
    Shapes.requireLength(out, index.length);
    for (int i = 0; i < index.length; i++) {
      elements.set(to, i, index[i] < 0 ? 0 : elements.get(from, index[i]));
    }
  }

  void scatterAdd(Tensor x, int[] index, Tensor out) {
    HeapTensor from = owner.own(x);
    HeapTensor to = owner.own(out);
    Shapes.requireLength(x, index.length);
    Elements.clear(to, 0, to.size());
    for (int i = 0; i < index.length; i++) {
      if (index[i] >= 0) {
        elements.set(to, index[i], elements.get(to, index[i]) + elements.get(from, i));
      }
    }
  }
}

package org.edgeflow.backends.host.kernels;

import org.edgeflow.backends.host.loops.Elements;
import org.edgeflow.core.tensor.Index;
import org.edgeflow.core.tensor.Kernels;
import org.edgeflow.core.tensor.Tensor;
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
    return new HostIndex(places, elements.lanes());
  }

  @Override
  public void gather(Tensor x, Index index, Tensor out) {
    HeapTensor from = owner.own(x);
    HeapTensor to = owner.own(out);
    HostIndex own = HostIndex.own(index, out);
    int[] places = own.places();
    if (own.inVectors()) {
      int lanes = elements.lanes();
      for (int i = 0; i < places.length; i += lanes) {
        elements.copyLoosely(from, places[i], to, i, lanes);
      }
      return;
    }
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
        if (end == i + 1) {
          end = endOfSingles(places, end);
          Elements.pick(from, places, to, i, end - i);
        } else {
          Elements.copy(from, first, to, i, end - i);
        }
      }
    }
  }

  // A transposed matrix's places stand alone, and calls to copy one by one would take longer.
  private static int endOfSingles(int[] places, int from) {
    int end = from;
    while (end < places.length
        && places[end] >= 0
        && (end + 1 == places.length || places[end + 1] != places[end] + 1)) {
      end++;
    }
    return end;
  }
}

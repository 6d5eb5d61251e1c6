package org.edgeflow.models.engine.layer.recurrent;

import org.edgeflow.core.tensor.Index;
import org.edgeflow.core.tensor.Kernels;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.models.engine.signal.Signal;
import org.edgeflow.models.engine.signal.Wiring;

/**
 * A signal's matrices in the order in which a recurrent layer meets them: by group of channels (a
 * gate), then by step, then by example, so that one gate at one step is a matrix of its own, {@code
 * examples × width}, and a gate at consecutive steps is one, too.
 */
final class TimeMajor {
  private final Wiring wiring;
  private final TensorBackend backend;
  private final Kernels kernels;
  private final int groups;
  private final int steps;
  private final int examples;
  private final int width;
  private final Index split;
  private final Index join;

  /**
   * The order of a signal's numbers.
   *
   * @param groups into which its channels are divided
   * @param backwards whether the last position comes first
   */
  TimeMajor(Wiring wiring, Signal signal, int groups, boolean backwards) {
    this.wiring = wiring;
    this.backend = wiring.backend();
    this.kernels = wiring.kernels();
    this.groups = groups;
    this.steps = signal.extents().positions();
    this.examples = signal.examples();
    this.width = signal.extents().channels() / groups;
    int[] order = order(backwards);
    int[] inverse = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      inverse[order[i]] = i;
    }
    this.split = kernels.places().index(order);
    this.join = kernels.places().index(inverse);
  }

  private int[] order(boolean backwards) {
    int[] order = new int[groups * steps * examples * width];
    int next = 0;
    for (int group = 0; group < groups; group++) {
      for (int step = 0; step < steps; step++) {
        int position = backwards ? steps - 1 - step : step;
        for (int example = 0; example < examples; example++) {
          for (int k = 0; k < width; k++) {
            order[next++] = ((example * steps + position) * groups + group) * width + k;
          }
        }
      }
    }
    return order;
  }

  int steps() {
    return steps;
  }

  /** Room for all of it. */
  Tensor buffer() {
    return wiring.buffer(groups * steps * examples, width);
  }

  /** The same where the pass carries tangents, else null. */
  Tensor tangentBuffer() {
    return wiring.tangents() ? buffer() : null;
  }

  /** Room for one group at one step. */
  Tensor step() {
    return wiring.buffer(examples, width);
  }

  /** The same where the pass carries tangents, else null. */
  Tensor tangentStep() {
    return wiring.tangents() ? step() : null;
  }

  /** Into this order. */
  void split(Tensor signal, Tensor whole) {
    kernels.places().gather(signal, split, whole);
  }

  /** Out of it. */
  void join(Tensor whole, Tensor signal) {
    kernels.places().gather(whole, join, signal);
  }

  /** Each group at each step, {@code examples × width}; null stays null. */
  Tensor[][] parts(Tensor whole) {
    if (whole == null) {
      return null;
    }
    Tensor[][] parts = new Tensor[groups][steps];
    for (int group = 0; group < groups; group++) {
      for (int step = 0; step < steps; step++) {
        parts[group][step] = span(whole, group, step, 1);
      }
    }
    return parts;
  }

  /**
   * Each group at all steps but one, {@code ((steps − 1) · examples) × width}; null where there is
   * no other, or nothing.
   *
   * @param first 1 to leave the first step out, 0 to leave the last
   */
  Tensor[] spans(Tensor whole, int first) {
    if (whole == null || steps == 1) {
      return null;
    }
    Tensor[] spans = new Tensor[groups];
    for (int group = 0; group < groups; group++) {
      spans[group] = span(whole, group, first, steps - 1);
    }
    return spans;
  }

  private Tensor span(Tensor whole, int group, int first, int count) {
    int from = (group * steps + first) * examples * width;
    return backend.view(whole, from, count * examples, width);
  }
}

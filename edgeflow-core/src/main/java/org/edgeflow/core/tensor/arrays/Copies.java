package org.edgeflow.core.tensor.arrays;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.edgeflow.core.tensor.Shapes;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.heap.HeapBackend;
import org.edgeflow.core.tensor.heap.HeapTensor;

/** What one operation reads and writes, in Java arrays. */
final class Copies {
  private final TensorBackend backend;
  private final HeapBackend heap;
  private final List<HeapTensor> rooms = new ArrayList<>();
  private final List<Tensor> targets = new ArrayList<>();
  private final List<HeapTensor> results = new ArrayList<>();
  private final Map<Integer, double[]> numbers = new HashMap<>();
  private int used;

  /** Of a backend's tensors, in a heap of its format. */
  Copies(TensorBackend backend, HeapBackend heap) {
    this.backend = backend;
    this.heap = heap;
  }

  /** Comes before each operation. */
  void begin() {
    used = 0;
    targets.clear();
    results.clear();
  }

  /** What is read. */
  HeapTensor in(Tensor x) {
    HeapTensor copy = room(x);
    double[] values = numbers(x.size());
    backend.read(x, values);
    heap.write(values, copy);
    return copy;
  }

  /** What is overwritten; null stays null. */
  HeapTensor out(Tensor x) {
    if (x == null) {
      return null;
    }
    Shapes.requireOwner(backend, x);
    HeapTensor copy = room(x);
    targets.add(x);
    results.add(copy);
    return copy;
  }

  /** What is read and written. */
  HeapTensor both(Tensor x) {
    HeapTensor copy = in(x);
    targets.add(x);
    results.add(copy);
    return copy;
  }

  /** Copies back what the operation has written. */
  void bring() {
    for (int i = 0; i < targets.size(); i++) {
      double[] values = numbers(targets.get(i).size());
      heap.read(results.get(i), values);
      backend.write(values, targets.get(i));
    }
  }

  private HeapTensor room(Tensor like) {
    if (used == rooms.size()) {
      rooms.add(HeapTensor.zeros(heap, 0));
    }
    if (rooms.get(used).size() < like.size()) {
      rooms.set(used, HeapTensor.zeros(heap, like.size()));
    }
    return rooms.get(used++).view(0, like.shape());
  }

  private double[] numbers(int size) {
    return numbers.computeIfAbsent(size, double[]::new);
  }
}

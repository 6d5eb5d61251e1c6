package org.edgeflow.models.engine.lane.entrance;

import org.edgeflow.core.tensor.Index;
import org.edgeflow.core.tensor.Kernels;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/** Two matrices, and the one in which their columns stand beside each other, {@code [Y | Z]}. */
final class SideBySide {
  private final TensorBackend backend;
  private final Kernels.Places places;
  private final Tensor both;
  private final Tensor stack;
  private final Tensor upper;
  private final Tensor lower;
  private final Index joined;
  private final Index left;
  private final Index right;

  /**
   * Room for both.
   *
   * @param rows of each
   * @param columns of each
   * @param transposing whether those that are joined are stored transposed
   */
  SideBySide(TensorBackend backend, int rows, int columns, boolean transposing) {
    this.backend = backend;
    this.places = backend.kernels().places();
    int size = rows * columns;
    both = backend.zeros(rows, 2 * columns);
    stack = backend.zeros(2 * size);
    upper = backend.view(stack, 0, size);
    lower = backend.view(stack, size, size);
    int[] join = new int[2 * size];
    int[][] split = new int[2][size];
    for (int half = 0; half < 2; half++) {
      for (int row = 0; row < rows; row++) {
        for (int column = 0; column < columns; column++) {
          int place = (2 * row + half) * columns + column;
          join[place] = half * size + (transposing ? column * rows + row : row * columns + column);
          split[half][row * columns + column] = place;
        }
      }
    }
    joined = places.index(join);
    left = places.index(split[0]);
    right = places.index(split[1]);
  }

  /** Both, whose content may be changed. */
  Tensor both() {
    return both;
  }

  /** {@code [Y | Z]} of {@code size} numbers each, in any shape; they are not modified. */
  void join(Tensor first, Tensor second) {
    backend.copy(first, upper);
    backend.copy(second, lower);
    places.gather(stack, joined, both);
  }

  /** Adds each to another, {@code V ← V + Y} and {@code W ← W + Z}, of one extent. */
  void add(Tensor first, Tensor second) {
    split(upper, lower);
    backend.axpy(1, upper, first);
    backend.axpy(1, lower, second);
  }

  /** Takes them apart. */
  void split(Tensor first, Tensor second) {
    places.gather(both, left, first);
    places.gather(both, right, second);
  }
}

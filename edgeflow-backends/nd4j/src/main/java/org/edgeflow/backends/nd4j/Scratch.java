package org.edgeflow.backends.nd4j;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Memory for intermediate results, by number: it grows with what is asked for, is kept, and holds
 * whatever its last user left. A number stands for one piece of memory, whatever the shape.
 */
final class Scratch {
  private final Nd4jBackend backend;
  private final List<Piece> pieces = new ArrayList<>();
  private final Piece ones = new Piece();

  private static final class Piece {
    private Nd4jTensor whole;
    private final Map<Long, Nd4jTensor> views = new HashMap<>();
  }

  Scratch(Nd4jBackend backend) {
    this.backend = backend;
  }

  /** A vector. */
  Nd4jTensor vector(int number, int size) {
    return rows(number, 1, size);
  }

  /** A matrix. */
  Nd4jTensor rows(int number, int rows, int width) {
    while (pieces.size() <= number) {
      pieces.add(new Piece());
    }
    return view(pieces.get(number), rows, width);
  }

  /** A vector of ones, which nobody may change. */
  Nd4jTensor ones(int size) {
    Nd4jTensor before = ones.whole;
    Nd4jTensor view = view(ones, 1, size);
    if (ones.whole != before) {
      backend.fill(ones.whole, 1);
    }
    return view;
  }

  private Nd4jTensor view(Piece piece, int rows, int width) {
    int size = rows * width;
    if (piece.whole == null || piece.whole.size() < size) {
      piece.whole = new Nd4jTensor(backend, new int[] {size});
      piece.views.clear();
    }
    Long key = (long) rows << 32 | width;
    Nd4jTensor view = piece.views.get(key);
    if (view == null) {
      view = piece.whole.view(0, rows, width);
      piece.views.put(key, view);
    }
    return view;
  }
}

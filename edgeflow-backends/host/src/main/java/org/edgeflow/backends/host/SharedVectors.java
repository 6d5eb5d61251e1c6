package org.edgeflow.backends.host;

import org.edgeflow.backends.host.loops.Elements;
import org.edgeflow.backends.host.threads.TaskPool;
import org.edgeflow.core.tensor.heap.HeapTensor;

/**
 * Operations on long vectors, cut into pieces that the threads share. Where pieces begin depends on
 * nothing but the length, so that sums are the same bits whatever the number of threads.
 */
final class SharedVectors {
  /** Elements of a piece. */
  private static final int PIECE = 1 << 16;

  private final TaskPool pool;
  private final Elements elements;
  private double[] sums = new double[0];

  SharedVectors(TaskPool pool, Elements elements) {
    this.pool = pool;
    this.elements = elements;
  }

  /** A loop over one stretch. */
  private interface Loop {
    void run(int at, int size);
  }

  /** A sum over one stretch. */
  private interface Sum {
    double of(int at, int size);
  }

  /** {@code x ← α x}. */
  void scale(double alpha, HeapTensor x) {
    inPieces(x.size(), (at, size) -> elements.scale(alpha, x, at, size));
  }

  /** {@code y ← y + α x}. */
  void addScaled(double alpha, HeapTensor x, HeapTensor y) {
    inPieces(x.size(), (at, size) -> elements.addScaled(alpha, x, at, y, at, size));
  }

  /** {@code out ← α x + β y}. */
  void combine(double alpha, HeapTensor x, double beta, HeapTensor y, HeapTensor out) {
    inPieces(out.size(), (at, size) -> elements.combine(alpha, x, beta, y, out, at, size));
  }

  /** {@code Σ xᵢ yᵢ}. */
  double dot(HeapTensor x, HeapTensor y) {
    return sum(x.size(), (at, size) -> elements.dot(x, at, y, at, size));
  }

  /** {@code √Σ (xᵢ − yᵢ)²}. */
  double distance(HeapTensor x, HeapTensor y) {
    return Math.sqrt(sum(x.size(), (at, size) -> elements.squaredDistance(x, y, at, size)));
  }

  private void inPieces(int size, Loop loop) {
    if (shared(size)) {
      pool.run(pieces(size), piece -> loop.run(piece * PIECE, length(piece, size)));
    } else {
      loop.run(0, size);
    }
  }

  private double sum(int size, Sum part) {
    int pieces = pieces(size);
    double sum = 0;
    if (shared(size)) {
      double[] partial = room(pieces);
      pool.run(pieces, piece -> partial[piece] = part.of(piece * PIECE, length(piece, size)));
      for (int piece = 0; piece < pieces; piece++) {
        sum += partial[piece];
      }
    } else {
      for (int piece = 0; piece < pieces; piece++) {
        sum += part.of(piece * PIECE, length(piece, size));
      }
    }
    return sum;
  }

  private boolean shared(int size) {
    return size >= 2 * PIECE && pool.threads() > 1 && !pool.busy();
  }

  private static int pieces(int size) {
    return (size + PIECE - 1) / PIECE;
  }

  private static int length(int piece, int size) {
    return Math.min(PIECE, size - piece * PIECE);
  }

  private double[] room(int pieces) {
    if (sums.length < pieces) {
      sums = new double[pieces];
    }
    return sums;
  }
}

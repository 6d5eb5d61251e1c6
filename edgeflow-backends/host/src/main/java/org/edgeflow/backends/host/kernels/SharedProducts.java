package org.edgeflow.backends.host.kernels;

import org.edgeflow.backends.host.blas.Matrix;
import org.edgeflow.backends.host.blas.Products;
import org.edgeflow.backends.host.threads.TaskPool;

/**
 * Large matrix products, cut into pieces that the threads share. Where pieces begin depends on
 * nothing but the shape.
 */
final class SharedProducts {
  /** Products with fewer multiplications than this are not cut. */
  private static final long LARGE = 1L << 22;

  private static final int MOST_PIECES = 64;
  private static final int LEAST_ROWS = 400;

  private final TaskPool pool;
  private final Products products;

  SharedProducts(TaskPool pool, Products products) {
    this.pool = pool;
    this.products = products;
  }

  /** {@code c ← α a b + β c}; no extent is 0. */
  void multiply(double alpha, Matrix a, Matrix b, double beta, Matrix c) {
    products.prepare();
    int m = c.rows();
    int n = c.columns();
    int extent = Math.max(m, n);
    int piece = pieceOf(extent);
    int pieces = (extent + piece - 1) / piece;
    if (pool.busy() || (long) m * n * a.columns() < LARGE || pieces == 1) {
      products.multiplyInPieces(alpha, a, b, beta, c);
      return;
    }
    pool.run(
        pieces,
        i -> {
          int from = i * piece;
          int size = Math.min(piece, extent - from);
          if (m >= n) {
            products.multiplyInPieces(alpha, a.rows(from, size), b, beta, c.rows(from, size));
          } else {
            Matrix columns = c.columns(from, size);
            products.multiplyInPieces(alpha, a, b.columns(from, size), beta, columns);
          }
        });
  }

  /**
   * Rows (or columns) that one task computes, whatever the number of threads. Each task packs the
   * other factor again, which few rows do not repay.
   */
  private static int pieceOf(int extent) {
    int pieces = Math.max(1, Math.min(MOST_PIECES, extent / LEAST_ROWS));
    return ((extent + pieces - 1) / pieces + 15) / 16 * 16;
  }
}

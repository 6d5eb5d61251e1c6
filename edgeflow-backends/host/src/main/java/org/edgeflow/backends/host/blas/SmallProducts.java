package org.edgeflow.backends.host.blas;

import org.edgeflow.core.tensor.heap.HeapTensor;

/**
 * Products of matrices of a few dozen rows and columns, in loops of our own: a library that copies
 * factors first takes as long for that as for the product. And what turns such matrices for a
 * library that reads them better by rows.
 */
public interface SmallProducts {

  /** Whether a result of that many rows and columns suits the loops. */
  boolean take(int rows, int columns);

  /**
   * {@code c ← c + α a b}, by fused multiplications and additions one after the other along the
   * inner extent, the first of which adds to c; {@code α b} is rounded before.
   *
   * @param b stored by rows
   * @param c modified, of a size that they {@link #take}; stored by rows, neither a nor b
   */
  void multiply(double alpha, Matrix a, Matrix b, Matrix c);

  /**
   * The same matrix stored by rows.
   *
   * @param stored by columns
   * @return in room of this thread, which the next one takes again
   */
  Matrix byRows(Matrix stored);

  /** Room of this thread for a matrix stored by rows, which the next one takes again. */
  Matrix room(HeapTensor like, int rows, int columns);

  /** {@code c ← c + turnedᵀ}; both stored by rows. */
  void addTurned(Matrix turned, Matrix c);
}

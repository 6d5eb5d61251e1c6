package org.edgeflow.backends.host;

import org.edgeflow.core.tensor.heap.HeapTensor;

/**
 * Matrix products as sums of rows or as products of rows: for a machine that OpenBLAS has no
 * natives for. (netlib's BLAS in Java would serve, but its vectors have another class than ours,
 * after which the compiler makes objects of ours.)
 */
final class PlainProducts {
  private PlainProducts() {}

  /** See {@link Blas#gemm}. */
  static void gemm(
      Loops loops,
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      double alpha,
      HeapTensor a,
      int aAt,
      int aRow,
      HeapTensor b,
      int bAt,
      int bRow,
      double beta,
      HeapTensor c,
      int cAt,
      int cRow) {
    for (int i = 0; i < m; i++) {
      int row = cAt + i * cRow;
      for (int j = 0; j < n && beta == 0; j++) {
        loops.set(c, row + j, 0);
      }
      if (beta != 0 && beta != 1) {
        loops.scale(beta, c, row, n);
      }
      if (!transposeB) {
        for (int l = 0; l < k; l++) {
          double factor = loops.get(a, transposeA ? aAt + l * aRow + i : aAt + i * aRow + l);
          loops.add(alpha * factor, b, bAt + l * bRow, c, row, n);
        }
      } else {
        for (int j = 0; j < n; j++) {
          double sum = 0;
          if (transposeA) {
            for (int l = 0; l < k; l++) {
              sum += loops.get(a, aAt + l * aRow + i) * loops.get(b, bAt + j * bRow + l);
            }
          } else {
            sum = loops.dot(a, aAt + i * aRow, b, bAt + j * bRow, k);
          }
          loops.set(c, row + j, loops.get(c, row + j) + alpha * sum);
        }
      }
    }
  }
}

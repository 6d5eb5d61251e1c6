package org.edgeflow.backends.host;

import org.edgeflow.core.tensor.heap.HeapTensor;

/**
 * Matrix products, cut where two of their three extents are small.
 *
 * <p>For a large product OpenBLAS first copies both factors into the order in which it reads them.
 * Where the result (or the sum) is only a few dozen wide, as with patches of a convolution, that
 * copying takes longer than it saves. Up to 10⁶ multiplications OpenBLAS works on the factors in
 * place instead (on processors with AVX-512), so a long narrow product is cut along its longest
 * extent into pieces of that size. Measured on one thread, {@code 2560×288×32}: 110 → 145 GFLOP/s
 * in float32, {@code 10240×27×32}: 46 → 87 in float64.
 *
 * <p>Where pieces begin depends on the shape alone, so equal products give equal bits.
 */
final class NarrowProducts {
  /** Multiplications up to which OpenBLAS works on the factors in place. */
  private static final int IN_PLACE = 1_000_000;

  /** The product of the two smaller extents from which pieces would be too short. */
  private static final int NARROW = 1 << 14;

  private static final int GRAIN = 8;

  private final Loops loops;

  NarrowProducts(Loops loops) {
    this.loops = loops;
  }

  /** {@code c ← α op(a) op(b) + β c}; see {@link Loops#gemm}. */
  void gemm(
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
    int longest = Math.max(m, Math.max(n, k));
    long others = (long) m * n * k / longest;
    // OpenBLAS has no quick way for a second factor that is stored transposed.
    int piece = transposeB || others > NARROW ? longest : pieceOf(longest, (int) others);
    if (longest == m) {
      int aStep = transposeA ? 1 : aRow;
      for (int i = 0; i < m; i += piece) {
        int rows = Math.min(piece, m - i);
        int at = aAt + i * aStep;
        int to = cAt + i * cRow;
        loops.gemm(
            transposeA,
            transposeB,
            rows,
            n,
            k,
            alpha,
            a,
            at,
            aRow,
            b,
            bAt,
            bRow,
            beta,
            c,
            to,
            cRow);
      }
    } else if (longest == n) {
      int bStep = transposeB ? bRow : 1;
      for (int j = 0; j < n; j += piece) {
        int columns = Math.min(piece, n - j);
        int at = bAt + j * bStep;
        int to = cAt + j;
        loops.gemm(
            transposeA,
            transposeB,
            m,
            columns,
            k,
            alpha,
            a,
            aAt,
            aRow,
            b,
            at,
            bRow,
            beta,
            c,
            to,
            cRow);
      }
    } else {
      int aStep = transposeA ? aRow : 1;
      int bStep = transposeB ? 1 : bRow;
      for (int l = 0; l < k; l += piece) {
        int terms = Math.min(piece, k - l);
        int left = aAt + l * aStep;
        int right = bAt + l * bStep;
        double kept = l == 0 ? beta : 1;
        loops.gemm(
            transposeA,
            transposeB,
            m,
            n,
            terms,
            alpha,
            a,
            left,
            aRow,
            b,
            right,
            bRow,
            kept,
            c,
            cAt,
            cRow);
      }
    }
  }

  /** The length of equal pieces, none of more than {@link #IN_PLACE} multiplications. */
  private static int pieceOf(int longest, int others) {
    int most = Math.max(GRAIN, IN_PLACE / others / GRAIN * GRAIN);
    int pieces = (longest + most - 1) / most;
    return ((longest + pieces - 1) / pieces + GRAIN - 1) / GRAIN * GRAIN;
  }
}

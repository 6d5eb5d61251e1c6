package org.edgeflow.backends.host.blas;

import org.edgeflow.backends.host.loops.Elements;
import org.edgeflow.core.tensor.heap.HeapTensor;

/**
 * Matrix products, cut where two of their three extents are small.
 *
 * <p>For a large product OpenBLAS first copies both factors into the order in which it reads them.
 * Where the result (or the sum) is only a few dozen wide, as with patches of a convolution, that
 * copying takes longer than it saves. Up to 10⁶ multiplications OpenBLAS works on the factors in
 * place instead (on processors with AVX-512), so a long narrow product is cut along its longest
 * extent into pieces of that size. Measured on one thread, {@code 2560×288×32}: 110 → 145 GFLOP/s
 * in float32, {@code 10240×27×32}: 46 → 87 in float64; on an EPYC {@code 1000×784×32}: 188 → 227
 * (float32) and 77 → 121, its weights' gradient 133 → 216 and 76 → 98.
 *
 * <p>Where pieces begin depends on the shape alone, so equal products give equal bits.
 */
public final class Products {
  /** Multiplications up to which OpenBLAS works on the factors in place. */
  private static final int IN_PLACE = 1_000_000;

  /** The product of the two smaller extents up to which pieces are long enough. */
  private static final int NARROW = 1 << 14;

  /** The same where the smallest extent is less than {@link #THIN}, and packing saves less. */
  private static final int NARROW_AND_THIN = 1 << 15;

  private static final int THIN = 128;

  private static final int GRAIN = 8;

  /** Bytes of a vector of AVX-512. */
  private static final int LONG_VECTOR = 64;

  private final Blas blas;
  private final Elements elements;

  /** With a BLAS, and with plain loops where it is missing. */
  public Products(Blas blas, Elements elements) {
    this.blas = blas;
    this.elements = elements;
  }

  /**
   * Must come before products: another part of the process may have changed the library's threads.
   */
  public void prepare() {
    blas.onThisThread();
  }

  /** {@code c ← α a b + β c}, cut if it is long and narrow; no extent is 0. */
  public void multiplyInPieces(double alpha, Matrix a, Matrix b, double beta, Matrix c) {
    int m = c.rows();
    int n = c.columns();
    int k = a.columns();
    int longest = Math.max(m, Math.max(n, k));
    long others = (long) m * n * k / longest;
    // OpenBLAS has no quick way for a second factor that is stored transposed.
    boolean whole = b.transposed() || others > narrow(Math.min(m, Math.min(n, k)));
    int piece = whole ? longest : pieceOf(longest, (int) others);
    if (piece >= longest) {
      multiply(alpha, a, b, beta, c);
      return;
    }
    for (int from = 0; from < longest; from += piece) {
      int size = Math.min(piece, longest - from);
      if (longest == m) {
        multiply(alpha, a.rows(from, size), b, beta, c.rows(from, size));
      } else if (longest == n) {
        multiply(alpha, a, b.columns(from, size), beta, c.columns(from, size));
      } else {
        Matrix left = a.columns(from, size);
        multiply(alpha, left, b.rows(from, size), from == 0 ? beta : 1, c);
      }
    }
  }

  /** {@code c ← α a b + β c}, at once; no extent is 0. */
  public void multiply(double alpha, Matrix a, Matrix b, double beta, Matrix c) {
    if (!blas.loaded()) {
      PlainProducts.multiply(elements, alpha, a, b, beta, c);
    } else if (beta == 0 && clearsQuicker(c)) {
      clear(c);
      blas.multiply(alpha, a, b, 1, c);
    } else {
      blas.multiply(alpha, a, b, beta, c);
    }
  }

  /**
   * Without AVX-512 OpenBLAS sets a result to zero, before it adds to it, slowly enough to be a
   * seventh of {@code 896×64×64} in float32. The bits are the same.
   */
  private boolean clearsQuicker(Matrix c) {
    int size = c.tensor().doubles() != null ? Double.BYTES : Float.BYTES;
    return blas.isOpenBlas() && elements.lanes() < LONG_VECTOR / size;
  }

  private static void clear(Matrix c) {
    if (c.step() == c.columns()) {
      Elements.clear(c.tensor(), c.place(0, 0), c.rows() * c.columns());
      return;
    }
    for (int row = 0; row < c.rows(); row++) {
      Elements.clear(c.tensor(), c.place(row, 0), c.columns());
    }
  }

  /** What a product with no terms leaves: {@code c ← β c}. */
  public void scaleOrClear(double beta, HeapTensor c) {
    if (beta == 0) {
      Elements.clear(c, 0, c.size());
    } else {
      elements.scale(beta, c, 0, c.size());
    }
  }

  private static int narrow(int smallest) {
    return smallest < THIN ? NARROW_AND_THIN : NARROW;
  }

  /** The length of equal pieces, none of more than {@link #IN_PLACE} multiplications. */
  private static int pieceOf(int longest, int others) {
    int most = Math.max(GRAIN, IN_PLACE / others / GRAIN * GRAIN);
    int pieces = (longest + most - 1) / most;
    return ((longest + pieces - 1) / pieces + GRAIN - 1) / GRAIN * GRAIN;
  }
}

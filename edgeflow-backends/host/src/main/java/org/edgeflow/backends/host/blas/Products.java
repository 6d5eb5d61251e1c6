package org.edgeflow.backends.host.blas;

import java.util.Locale;
import java.util.Set;
import org.edgeflow.backends.host.loops.Elements;
import org.edgeflow.core.processor.Processor;
import org.edgeflow.core.tensor.heap.HeapTensor;

/**
 * Matrix products as the library likes them: cut where two of their three extents are small,
 * factors and results turned where that is quicker.
 *
 * <p>For a large product OpenBLAS first copies both factors into the order in which it reads them.
 * Where the result (or the sum) is only a few dozen wide, as with patches of a convolution, that
 * copying takes longer than it saves. Up to 10⁶ multiplications OpenBLAS works on the factors in
 * place instead where it uses vectors of 512 bits, so there a long narrow product is cut along its
 * longest extent into pieces of that size. Measured on one thread, {@code 2560×288×32}: 110 → 145
 * GFLOP/s in float32, {@code 10240×27×32}: 46 → 87 in float64; on an EPYC {@code 1000×784×32}: 188
 * → 227 (float32) and 77 → 121, its weights' gradient 133 → 216 and 76 → 98.
 *
 * <p>In place it is slow with a second factor that is stored transposed, which is therefore turned
 * first ({@code 64×16×64}: 0.66 of the time), and with a result that has no whole vectors of
 * columns, which is therefore computed turned where a sum is long ({@code 32×1024×27}, as the
 * gradient of weights that meet patches is: 38 → 57 GFLOP/s on a Skylake). Matrices of 64 rows and
 * more repay being copied: {@code 125×200×200} 52 in pieces, 67 whole.
 *
 * <p>Its other kernels always copy, and a cut only has them copy more often: on an EPYC with AVX2
 * {@code 1000×784×64} takes 1.4 times as long in pieces, {@code 2560×288×32} 1.14 times.
 *
 * <p>Where pieces begin depends on the shape and the processor, so equal products give equal bits.
 */
public final class Products {
  /** Multiplications up to which OpenBLAS works on the factors in place. */
  private static final int IN_PLACE = 1_000_000;

  /** The product of the two smaller extents up to which pieces are long enough. */
  private static final int NARROW = 1 << 14;

  /** The same where the smallest extent is less than {@link #THIN}, and packing saves less. */
  private static final int NARROW_AND_THIN = 1 << 15;

  private static final int THIN = 64;

  private static final int GRAIN = 8;

  /** Bits of the vectors with which OpenBLAS can do without copying. */
  private static final int WIDE = 512;

  /** The kernels for them, as {@code OPENBLAS_CORETYPE} names them, in lower case. */
  private static final Set<String> WIDE_KERNELS =
      Set.of("skylakex", "cooperlake", "sapphirerapids");

  /** Multiplications up to which {@link SmallProducts} are quicker than a library that copies. */
  private static final int SMALL = 1 << 19;

  /** Rows of the first factor below which a second one is not worth turning. */
  private static final int FEW = 32;

  /** Columns that the widest kernels compute at once. */
  private static final int VECTOR = 16;

  /** Terms of a sum that repay turning the result. */
  private static final int MANY = 256;

  private final Blas blas;
  private final Elements elements;
  private final SmallProducts small;
  private final boolean cut;
  private final boolean copying;

  /**
   * With a BLAS, and with plain loops where it is missing.
   *
   * @param small what multiplies small matrices; null where there is nothing but the library
   * @param bits of the JVM's vectors
   */
  public Products(Blas blas, Elements elements, SmallProducts small, int bits) {
    this(
        blas,
        elements,
        small,
        worksInPlace(Processor.here(), bits, System.getenv("OPENBLAS_CORETYPE")));
  }

  /** With a library that {@link #worksInPlace}, or does not. */
  Products(Blas blas, Elements elements, SmallProducts small, boolean inPlace) {
    this.blas = blas;
    this.elements = elements;
    this.small = small;
    this.cut = inPlace;
    this.copying = blas.isOpenBlas() && !cut;
  }

  /**
   * Whether OpenBLAS multiplies small matrices without copying them. It chooses its kernels by the
   * processor, whose vectors may be wider than those that the JVM uses; to ask which it chose would
   * take a fifth of a second.
   *
   * @param bits of the JVM's vectors, which stand in where nobody tells what the processor can
   * @param coreType the kernels that OpenBLAS is told to use, or null where it may choose
   */
  static boolean worksInPlace(Processor processor, int bits, String coreType) {
    return (processor.isTold() ? processor.hasWideVectors() : bits >= WIDE)
        && (coreType == null || WIDE_KERNELS.contains(coreType.toLowerCase(Locale.ROOT)));
  }

  /**
   * Must come before products: another part of the process may have changed the library's threads.
   */
  public void prepare() {
    blas.onThisThread();
  }

  /** Whether the library copies factors, however small, before it multiplies. */
  public boolean copying() {
    return copying;
  }

  /** {@code c ← α a b + β c}, cut if it is long and narrow and that helps; no extent is 0. */
  public void multiplyInPieces(double alpha, Matrix a, Matrix b, double beta, Matrix c) {
    int m = c.rows();
    int n = c.columns();
    int k = a.columns();
    if (cut && isUneven(a, b)) {
      Matrix turned = small.room(c.tensor(), n, m);
      multiplyInPieces(alpha, b.turned(), a.turned(), 0, turned);
      scale(beta, c);
      small.addTurned(turned, c);
      return;
    }
    int longest = Math.max(m, Math.max(n, k));
    long others = (long) m * n * k / longest;
    // OpenBLAS has no quick way for a second factor that is stored transposed.
    boolean whole = !cut || b.transposed() || others > narrow(Math.min(m, Math.min(n, k)));
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

  // Kernels of 512 bits want whole vectors of columns: the gradient of weights that meet patches
  // of 27 takes 1.4 times as long as its transpose.
  private boolean isUneven(Matrix a, Matrix b) {
    int m = a.rows();
    int n = b.columns();
    return small != null
        && a.transposed()
        && !b.transposed()
        && m % VECTOR == 0
        && n % VECTOR != 0
        && a.columns() >= MANY
        && (long) m * n <= NARROW;
  }

  /** {@code c ← α a b + β c}, at once; no extent is 0. */
  public void multiply(double alpha, Matrix a, Matrix b, double beta, Matrix c) {
    if (!blas.loaded()) {
      PlainProducts.multiply(elements, alpha, a, b, beta, c);
    } else if (cut && wantsRows(a, b)) {
      blas.multiply(alpha, a, small.byRows(b), beta, c);
    } else if (copying && suitsLoops(a, b, c)) {
      scale(beta, c);
      small.multiply(alpha, a, b, c);
    } else if (copying && beta == 0) {
      // OpenBLAS takes a seventh of the time of 896×64×64 in float32 to do so. The bits are the
      // same.
      scale(0, c);
      blas.multiply(alpha, a, b, 1, c);
    } else {
      blas.multiply(alpha, a, b, beta, c);
    }
  }

  // In place OpenBLAS is slow with a second factor that is stored transposed: 64×16×64 takes 1.5
  // times as long as by rows, turning included.
  private boolean wantsRows(Matrix a, Matrix b) {
    return small != null
        && b.transposed()
        && a.rows() >= FEW
        && (long) a.rows() * a.columns() * b.columns() <= IN_PLACE;
  }

  // A second factor stored transposed would have to be turned first, which takes what is won.
  private boolean suitsLoops(Matrix a, Matrix b, Matrix c) {
    return small != null
        && !b.transposed()
        && (long) c.rows() * c.columns() * a.columns() <= SMALL
        && small.take(c.rows(), c.columns());
  }

  private void scale(double beta, Matrix c) {
    boolean gapless = c.step() == c.columns();
    int rows = gapless ? 1 : c.rows();
    int size = gapless ? c.rows() * c.columns() : c.columns();
    for (int row = 0; row < rows; row++) {
      int from = c.place(row, 0);
      if (beta == 0) {
        Elements.clear(c.tensor(), from, size);
      } else if (beta != 1) {
        elements.scale(beta, c.tensor(), from, size);
      }
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

package org.edgeflow.models.host;

import dev.ludovic.netlib.blas.BLAS;
import dev.ludovic.netlib.blas.NativeBLAS;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.slf4j.LoggerFactory;

/**
 * OpenBLAS on Java arrays, without copies: the library that JavaCPP unpacks, called through
 * netlib's JNI binding, on the calling thread alone. Without natives for this machine a Java BLAS
 * serves.
 *
 * <p>The library is the one that ND4J calls, and its number of threads is one number of the
 * process. {@link #onThisThread} sets it to 1 before this backend multiplies; ND4J's products run
 * on one thread, too, from then on, until {@link #restore}.
 */
final class OpenBlas {
  // A logger without a reference to it may be collected, and its level with it.
  private static final Logger QUIET = Logger.getLogger("dev.ludovic.netlib.blas.InstanceBuilder");

  private final BLAS blas;
  private final String description;
  private final boolean shared;
  private int threadsBefore;

  private OpenBlas(BLAS blas, String description, boolean shared) {
    this.blas = blas;
    this.description = description;
    this.shared = shared;
  }

  /** The BLAS of this process. */
  static OpenBlas open() {
    return OfThisProcess.BLAS;
  }

  private static final class OfThisProcess {
    private static final OpenBlas BLAS = load();
  }

  /** Stands for a library that is not there. */
  static OpenBlas missing() {
    return new OpenBlas(null, "no BLAS, products in Java", false);
  }

  /** Whether there is a library; {@link PlainProducts} must do without. */
  boolean loaded() {
    return blas != null;
  }

  private static OpenBlas load() {
    QUIET.setLevel(Level.WARNING);
    try {
      Loader.load(openblas_nolapack.class);
      String library =
          Loader.getLoadedLibraries().entrySet().stream()
              .filter(loaded -> loaded.getKey().startsWith("openblas"))
              .map(loaded -> loaded.getValue())
              .findFirst()
              .orElseThrow(() -> new UnsatisfiedLinkError("JavaCPP loaded no library openblas"));
      System.setProperty("dev.ludovic.netlib.blas.nativeLibPath", library);
      BLAS blas = NativeBLAS.getInstance();
      String version = openblas_nolapack.OPENBLAS_VERSION.trim() + " on one thread a task";
      return new OpenBlas(blas, version, true);
    } catch (LinkageError | RuntimeException e) {
      LoggerFactory.getLogger(OpenBlas.class)
          .warn(
              "backend host: OpenBLAS cannot be loaded ({}), matrix products run in Java and will be"
                  + " slow",
              e.toString());
      return missing();
    }
  }

  /** Library and version. */
  String description() {
    return description;
  }

  /** Makes the library work on the calling thread alone. */
  void onThisThread() {
    if (shared && openblas_nolapack.blas_get_num_threads() != 1) {
      becomeSingle();
    }
  }

  private synchronized void becomeSingle() {
    int threads = openblas_nolapack.blas_get_num_threads();
    if (threads != 1) {
      // Nobody has set it yet: the library then takes every processor.
      threadsBefore = threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
      openblas_nolapack.blas_set_num_threads(1);
    }
  }

  /** Gives the library the number of threads that it had before {@link #onThisThread}. */
  synchronized void restore() {
    if (shared && threadsBefore > 0) {
      openblas_nolapack.blas_set_num_threads(threadsBefore);
      threadsBefore = 0;
    }
  }

  /**
   * {@code c ← α op(a) op(b) + β c} on row-major matrices, op(a) being {@code m × k} and op(b)
   * {@code k × n}, rows {@code aRow}, {@code bRow} and {@code cRow} elements apart as they are
   * stored; none of m, n, k is 0.
   */
  void gemm(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      double alpha,
      double[] a,
      int aAt,
      int aRow,
      double[] b,
      int bAt,
      int bRow,
      double beta,
      double[] c,
      int cAt,
      int cRow) {
    // Column-major storage of cᵀ is row-major storage of c, and cᵀ = op(b)ᵀ op(a)ᵀ.
    blas.dgemm(
        transposeB ? "T" : "N",
        transposeA ? "T" : "N",
        n,
        m,
        k,
        alpha,
        b,
        bAt,
        bRow,
        a,
        aAt,
        aRow,
        beta,
        c,
        cAt,
        cRow);
  }

  /** The same in float32. */
  void gemm(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      float alpha,
      float[] a,
      int aAt,
      int aRow,
      float[] b,
      int bAt,
      int bRow,
      float beta,
      float[] c,
      int cAt,
      int cRow) {
    blas.sgemm(
        transposeB ? "T" : "N",
        transposeA ? "T" : "N",
        n,
        m,
        k,
        alpha,
        b,
        bAt,
        bRow,
        a,
        aAt,
        aRow,
        beta,
        c,
        cAt,
        cRow);
  }
}

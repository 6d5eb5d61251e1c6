package org.edgeflow.backends.host.blas;

import dev.ludovic.netlib.blas.BLAS;
import dev.ludovic.netlib.blas.NativeBLAS;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.edgeflow.core.settings.ConfigException;
import org.slf4j.LoggerFactory;

/**
 * A BLAS on Java arrays, without copies, called through netlib's JNI binding, on the calling thread
 * alone: OpenBLAS, which JavaCPP unpacks, or a library that the user names. Without natives for
 * this machine a Java BLAS serves.
 *
 * <p>The binding takes one library in the life of a process: {@link #at} and {@link #openBlas} give
 * the one that was opened first, or say that it is another.
 *
 * <p>OpenBLAS is the one that ND4J calls, and its number of threads is one number of the process.
 * {@link #onThisThread} sets it to 1 before this backend multiplies; ND4J's products run on one
 * thread, too, from then on, until {@link #restore}. A library that the user names reads its number
 * of threads from the environment.
 */
public final class Blas {
  private static final String LIBRARY_PROPERTY = "dev.ludovic.netlib.blas.nativeLibPath";

  // A logger without a reference to it may be collected, and its level with it.
  private static final Logger QUIET = Logger.getLogger("dev.ludovic.netlib.blas.InstanceBuilder");

  private static final String REMEDY = "Correct the path, or leave 'blas' out to use OpenBLAS.";

  private static final AtomicReference<Opened> OPENED = new AtomicReference<>();

  /** The one library of this process. */
  private record Opened(Blas blas, Optional<Path> file) {}

  private final BLAS blas;
  private final String description;
  private final boolean shared;
  private int threadsBefore;

  private Blas(BLAS blas, String description, boolean shared) {
    this.blas = blas;
    this.description = description;
    this.shared = shared;
  }

  /** OpenBLAS, or a stand-in in Java where it cannot be loaded. */
  public static Blas openBlas() {
    return open(Optional.empty());
  }

  /**
   * The library in a file.
   *
   * @param library a shared library with the Fortran interface {@code sgemm_}, {@code dgemm_} and
   *     32-bit integers
   * @throws ConfigException if there is no such file, or it is no such library
   */
  public static Blas at(Path library) {
    if (!Files.isRegularFile(library)) {
      throw new ConfigException(
          "backend 'host': 'blas' is "
              + library
              + ", where there is no file; expected a shared library such as libmkl_rt.so.2. "
              + REMEDY);
    }
    return open(Optional.of(library.toAbsolutePath().normalize()));
  }

  /**
   * oneMKL, where this build holds it (the profile {@code mkl}).
   *
   * @throws ConfigException if it does not, or it cannot be unpacked or used
   */
  public static Blas mkl() {
    return at(Mkl.unpacked());
  }

  /** Whether {@link #mkl} has something to open. */
  public static boolean hasMkl() {
    return Mkl.held();
  }

  private static synchronized Blas open(Optional<Path> library) {
    Opened opened = OPENED.get();
    if (opened == null) {
      QUIET.setLevel(Level.WARNING);
      opened = new Opened(library.isPresent() ? named(library.get()) : bundled(), library);
      UnpackedBinding.unlink();
      OPENED.set(opened);
    }
    if (!opened.file.equals(library)) {
      throw new ConfigException(
          "backend 'host': 'blas' is "
              + library.map(Path::toString).orElse("left out")
              + ", and this process already computes with "
              + opened.blas.description
              + "; expected one library in a process. Run the two after each other.");
    }
    return opened.blas;
  }

  /** Stands for a library that is not there. */
  public static Blas missing() {
    return new Blas(null, "no BLAS, products in Java", false);
  }

  /** Whether there is a library; {@link PlainProducts} must do without. */
  public boolean loaded() {
    return blas != null;
  }

  /** Whether it is the OpenBLAS that JavaCPP unpacks. */
  boolean isOpenBlas() {
    return shared;
  }

  private static Blas bundled() {
    try {
      Loader.load(openblas_nolapack.class);
      String library =
          Loader.getLoadedLibraries().entrySet().stream()
              .filter(loaded -> loaded.getKey().startsWith("openblas"))
              .map(loaded -> loaded.getValue())
              .findFirst()
              .orElseThrow(() -> new UnsatisfiedLinkError("JavaCPP loaded no library openblas"));
      System.setProperty(LIBRARY_PROPERTY, library);
      String version = openblas_nolapack.OPENBLAS_VERSION.trim() + " on one thread a task";
      return new Blas(NativeBLAS.getInstance(), version, true);
    } catch (LinkageError | RuntimeException e) {
      LoggerFactory.getLogger(Blas.class)
          .warn(
              "backend host: OpenBLAS cannot be loaded ({}), matrix products run in Java and will be"
                  + " slow",
              TemporaryFolder.runsPrograms() ? e.getMessage() : TemporaryFolder.COMPLAINT);
      return missing();
    }
  }

  private static Blas named(Path library) {
    try {
      SharedLibrary file = new SharedLibrary(library);
      file.requireFunction("sgemm_");
      file.requireFunction("dgemm_");
      System.load(library.toString());
      System.setProperty(LIBRARY_PROPERTY, library.toString());
      Blas blas = new Blas(NativeBLAS.getInstance(), "BLAS " + library, false);
      blas.requireProducts();
      return blas;
    } catch (LinkageError | RuntimeException e) {
      throw new ConfigException(
          "backend 'host': 'blas' is "
              + library
              + ", which cannot be used ("
              + (TemporaryFolder.runsPrograms() ? e.getMessage() : TemporaryFolder.COMPLAINT)
              + "); expected a shared library with the functions sgemm_ and dgemm_. "
              + REMEDY);
    }
  }

  // A library that understands its arguments otherwise should show it here, not in a run.
  private void requireProducts() {
    double[] a = {1, 2};
    double[] b = {3, 4, 5, 6};
    double[] c = new double[2];
    blas.dgemm("N", "N", 2, 1, 2, 1, b, 0, 2, a, 0, 2, 0, c, 0, 2);
    float[] f = new float[2];
    blas.sgemm(
        "N", "N", 2, 1, 2, 1, new float[] {3, 4, 5, 6}, 0, 2, new float[] {1, 2}, 0, 2, 0, f, 0, 2);
    if (c[0] != 13 || c[1] != 16 || f[0] != 13 || f[1] != 16) {
      throw new UnsatisfiedLinkError("its products are wrong");
    }
  }

  /** Library and version. */
  public String description() {
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
  public synchronized void restore() {
    if (shared && threadsBefore > 0) {
      openblas_nolapack.blas_set_num_threads(threadsBefore);
      threadsBefore = 0;
    }
  }

  /** {@code c ← a b} on this thread, for whoever wants to know how fast. */
  public void multiplyAlone(Matrix a, Matrix b, Matrix c) {
    onThisThread();
    multiply(1, a, b, 0, c);
  }

  /**
   * {@code c ← α a b + β c}; no extent is 0.
   *
   * <p>Column-major storage of cᵀ is row-major storage of c, and cᵀ = bᵀ aᵀ.
   */
  void multiply(double alpha, Matrix a, Matrix b, double beta, Matrix c) {
    if (c.tensor().doubles() != null) {
      blas.dgemm(
          b.order(),
          a.order(),
          c.columns(),
          c.rows(),
          a.columns(),
          alpha,
          b.tensor().doubles(),
          b.offset(),
          b.step(),
          a.tensor().doubles(),
          a.offset(),
          a.step(),
          beta,
          c.tensor().doubles(),
          c.offset(),
          c.step());
    } else {
      blas.sgemm(
          b.order(),
          a.order(),
          c.columns(),
          c.rows(),
          a.columns(),
          (float) alpha,
          b.tensor().floats(),
          b.offset(),
          b.step(),
          a.tensor().floats(),
          a.offset(),
          a.step(),
          (float) beta,
          c.tensor().floats(),
          c.offset(),
          c.step());
    }
  }
}

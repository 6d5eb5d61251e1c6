package org.edgeflow.backends.host;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.edgeflow.core.settings.Description;
import org.edgeflow.core.settings.Setting;
import org.edgeflow.core.tensor.BackendFactory;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Kernels;
import org.edgeflow.core.tensor.Shapes;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.heap.HeapBackend;
import org.edgeflow.core.tensor.heap.HeapTensor;

/**
 * This machine's processors: tensors in Java arrays, products by OpenBLAS without copying them,
 * elementwise kernels with vector instructions, tasks on a fixed set of threads.
 *
 * <p>Outside {@link #parallel}, long vectors and large products are cut into pieces that depend
 * only on their shapes, and the pieces shared among the threads: results are the same bits whatever
 * the number of threads.
 */
public final class HostBackend implements TensorBackend {
  /** Elements of a piece of a vector. */
  private static final int PIECE = 1 << 16;

  /** Products with fewer multiplications than this are not cut. */
  private static final long LARGE_PRODUCT = 1L << 22;

  private static final int PIECES_OF_A_PRODUCT = 64;
  private static final int LEAST_ROWS = 400;

  private final DataType dataType;
  private final HeapBackend heap;
  private final TaskPool pool;
  private final Blas blas;
  private final Functions functions;
  private final Loops loops;
  private final NarrowProducts products;
  private final HostKernels kernels;
  private double[] sums = new double[0];
  private volatile boolean warm;

  HostBackend(DataType dataType, int threads, Blas blas, Functions functions) {
    this.dataType = dataType;
    this.heap = new HeapBackend(this, dataType);
    this.pool = new TaskPool(threads);
    this.blas = blas;
    this.functions = functions;
    this.loops =
        dataType == DataType.FLOAT64
            ? new DoubleLoops(functions, blas)
            : new FloatLoops(functions, blas);
    this.products = new NarrowProducts(loops);
    this.kernels = new HostKernels(this, loops);
  }

  @Override
  public String name() {
    return "host";
  }

  @Override
  public DataType dataType() {
    return dataType;
  }

  @Override
  public String description() {
    return "Java arrays, JDK "
        + Runtime.version()
        + ", "
        + blas.description()
        + ", "
        + functions.description()
        + ", "
        + threads()
        + (threads() == 1 ? " thread" : " threads");
  }

  @Override
  public int threads() {
    return pool.threads();
  }

  @Override
  public void parallel(int tasks, IntConsumer task) {
    pool.run(tasks, task);
  }

  @Override
  public Optional<TensorBackend> inFormat(DataType other) {
    return blas.loaded()
        ? Optional.of(new HostBackend(other, threads(), blas, functions))
        : Optional.empty();
  }

  @Override
  public Kernels kernels() {
    if (!warm) {
      functions.warmUp(dataType);
      warm = true;
    }
    return kernels;
  }

  @Override
  public Tensor zeros(int... shape) {
    return heap.zeros(shape);
  }

  @Override
  public Tensor view(Tensor x, int offset, int... shape) {
    return heap.view(x, offset, shape);
  }

  @Override
  public void read(Tensor x, double[] values) {
    heap.read(x, values);
  }

  @Override
  public void write(double[] values, Tensor x) {
    heap.write(values, x);
  }

  @Override
  public void copy(Tensor from, Tensor to) {
    heap.copy(from, to);
  }

  @Override
  public void fill(Tensor x, double value) {
    heap.fill(x, value);
  }

  @Override
  public void scale(double alpha, Tensor x) {
    HeapTensor target = own(x);
    if (sharesPieces(target.size())) {
      parallel(
          pieces(target.size()),
          piece -> loops.scale(alpha, target, piece * PIECE, length(piece, target.size())));
    } else {
      loops.scale(alpha, target, 0, target.size());
    }
  }

  @Override
  public void axpy(double alpha, Tensor x, Tensor y) {
    HeapTensor from = own(x);
    HeapTensor to = own(y);
    Shapes.requireSameSize(x, y);
    if (sharesPieces(to.size())) {
      parallel(
          pieces(to.size()),
          piece ->
              loops.add(alpha, from, piece * PIECE, to, piece * PIECE, length(piece, to.size())));
    } else {
      loops.add(alpha, from, 0, to, 0, to.size());
    }
  }

  @Override
  public void combine(double alpha, Tensor x, double beta, Tensor y, Tensor out) {
    HeapTensor left = own(x);
    HeapTensor right = own(y);
    HeapTensor target = own(out);
    Shapes.requireSameSize(x, y);
    Shapes.requireSameSize(x, out);
    if (sharesPieces(target.size())) {
      parallel(
          pieces(target.size()),
          piece -> {
            int at = piece * PIECE;
            loops.combine(
                alpha, left, at, beta, right, at, target, at, length(piece, target.size()));
          });
    } else {
      loops.combine(alpha, left, 0, beta, right, 0, target, 0, target.size());
    }
  }

  @Override
  public void addSquares(double alpha, Tensor x, double beta, Tensor y) {
    heap.addSquares(alpha, x, beta, y);
  }

  @Override
  public void root(double alpha, Tensor x, double epsilon, Tensor out) {
    heap.root(alpha, x, epsilon, out);
  }

  @Override
  public void divide(Tensor x, Tensor y, Tensor out) {
    heap.divide(x, y, out);
  }

  @Override
  public double dot(Tensor x, Tensor y) {
    HeapTensor left = own(x);
    HeapTensor right = own(y);
    Shapes.requireSameSize(x, y);
    int size = left.size();
    double sum = 0;
    if (sharesPieces(size)) {
      double[] partial = room(pieces(size));
      parallel(
          pieces(size),
          piece ->
              partial[piece] =
                  loops.dot(left, piece * PIECE, right, piece * PIECE, length(piece, size)));
      for (int piece = 0; piece < pieces(size); piece++) {
        sum += partial[piece];
      }
    } else {
      for (int piece = 0; piece < pieces(size); piece++) {
        sum += loops.dot(left, piece * PIECE, right, piece * PIECE, length(piece, size));
      }
    }
    return sum;
  }

  @Override
  public double distance(Tensor x, Tensor y) {
    HeapTensor left = own(x);
    HeapTensor right = own(y);
    Shapes.requireSameSize(x, y);
    double sum = 0;
    for (int piece = 0; piece < pieces(left.size()); piece++) {
      sum +=
          loops.squaredDistance(
              left, piece * PIECE, right, piece * PIECE, length(piece, left.size()));
    }
    return Math.sqrt(sum);
  }

  private boolean sharesPieces(int size) {
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

  @Override
  public void gemm(
      boolean transposeA,
      boolean transposeB,
      double alpha,
      Tensor a,
      Tensor b,
      double beta,
      Tensor c) {
    HeapTensor left = own(a);
    HeapTensor right = own(b);
    HeapTensor target = own(c);
    Shapes.requireProduct(transposeA, transposeB, a, b, c);
    int m = target.extent(0);
    int n = target.extent(1);
    int k = left.extent(transposeA ? 0 : 1);
    if (target.size() == 0 || k == 0) {
      scaleOrClear(beta, target);
      return;
    }
    prepareProducts();
    int aRow = transposeA ? m : k;
    int bRow = transposeB ? k : n;
    boolean byRows = m >= n;
    int piece = pieceOfProduct(byRows ? m : n);
    int pieces = ((byRows ? m : n) + piece - 1) / piece;
    if (pool.busy() || (long) m * n * k < LARGE_PRODUCT || pieces == 1) {
      products.gemm(
          transposeA,
          transposeB,
          m,
          n,
          k,
          alpha,
          left,
          0,
          aRow,
          right,
          0,
          bRow,
          beta,
          target,
          0,
          n);
    } else if (byRows) {
      parallel(
          pieces,
          i -> {
            int row = i * piece;
            products.gemm(
                transposeA,
                transposeB,
                Math.min(piece, m - row),
                n,
                k,
                alpha,
                left,
                transposeA ? row : row * k,
                aRow,
                right,
                0,
                bRow,
                beta,
                target,
                row * n,
                n);
          });
    } else {
      parallel(
          pieces,
          i -> {
            int column = i * piece;
            products.gemm(
                transposeA,
                transposeB,
                m,
                Math.min(piece, n - column),
                k,
                alpha,
                left,
                0,
                aRow,
                right,
                transposeB ? column * k : column,
                bRow,
                beta,
                target,
                column,
                n);
          });
    }
  }

  /**
   * Rows (or columns) that one task computes, whatever the number of threads. Each task packs the
   * other factor again, which few rows do not repay.
   */
  private static int pieceOfProduct(int extent) {
    int pieces = Math.max(1, Math.min(PIECES_OF_A_PRODUCT, extent / LEAST_ROWS));
    return ((extent + pieces - 1) / pieces + 15) / 16 * 16;
  }

  /** What a product with no terms leaves: {@code c ← β c}. */
  void scaleOrClear(double beta, HeapTensor c) {
    if (beta == 0) {
      heap.fill(c, 0);
    } else {
      loops.scale(beta, c, 0, c.size());
    }
  }

  /**
   * Must come before products: another part of the process may have changed the library's threads.
   */
  void prepareProducts() {
    blas.onThisThread();
  }

  /** The tensor as ours. */
  HeapTensor own(Tensor x) {
    Shapes.requireOwner(this, x);
    return (HeapTensor) x;
  }

  @Override
  public void close() {
    pool.close();
    blas.restore();
  }

  /** Opens the host backend. */
  public static final class Factory implements BackendFactory<Factory.Settings> {

    /** Its settings. */
    public record Settings(
        @Setting(
                value = "Threads that examples are split over; left out: one for each processor.",
                atLeast = 1,
                atMost = 1024)
            Optional<Integer> threads,
        @Setting(
                "A BLAS to compute products with in place of OpenBLAS: the path of a shared library"
                    + " with the Fortran interface, such as oneMKL's libmkl_rt.so.2.")
            Optional<Path> blas) {}

    @Override
    public Class<Settings> settings() {
      return Settings.class;
    }

    @Override
    public Description description() {
      return new Description(
          "This machine's processors: OpenBLAS on Java arrays, vector instructions, threads.");
    }

    @Override
    public int preference() {
      return 10;
    }

    @Override
    public TensorBackend create(Settings settings, DataType dataType) {
      int threads = settings.threads().orElseGet(() -> Runtime.getRuntime().availableProcessors());
      Blas blas = settings.blas().map(Blas::at).orElseGet(Blas::openBlas);
      return new HostBackend(dataType, threads, blas, Functions.best());
    }

    @Override
    public Availability availability() {
      return new Availability(
          true,
          Blas.openBlas().description()
              + ", "
              + Functions.best().description()
              + ", "
              + Runtime.getRuntime().availableProcessors()
              + " processors");
    }
  }
}

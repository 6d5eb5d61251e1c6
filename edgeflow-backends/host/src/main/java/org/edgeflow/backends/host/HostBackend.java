package org.edgeflow.backends.host;

import java.util.Optional;
import java.util.function.IntConsumer;
import org.edgeflow.backends.host.blas.Blas;
import org.edgeflow.backends.host.blas.Products;
import org.edgeflow.backends.host.instructions.Instructions;
import org.edgeflow.backends.host.instructions.Loops;
import org.edgeflow.backends.host.kernels.HostKernels;
import org.edgeflow.backends.host.threads.TaskPool;
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
  /**
   * Bytes of an evaluation's tensors that stay near enough: of convolutions, a transformer and an
   * LSTM the quickest blocks, in either format, hold 5 to 6 MB with a cache of 1 MB to a core. A
   * library that copies what it multiplies wants products twice as long.
   */
  private static final int REACH = 6 << 20;

  private static final int REACH_OF_COPIES = 2 * REACH;

  private final DataType dataType;
  private final HeapBackend heap;
  private final TaskPool pool;
  private final Blas blas;
  private final Instructions instructions;
  private final SharedVectors vectors;
  private final Kernels kernels;
  private final int reach;
  private volatile boolean warm;

  /**
   * Starts its threads.
   *
   * @param dataType the format of its tensors
   * @param threads that tasks are shared among, the calling one included
   * @param blas what computes products
   * @param instructions what computes all else
   * @param tiles whether convolutions may go by tiles
   */
  HostBackend(DataType dataType, int threads, Blas blas, Instructions instructions, boolean tiles) {
    this.dataType = dataType;
    this.heap = new HeapBackend(this, dataType);
    this.pool = new TaskPool(threads);
    this.blas = blas;
    this.instructions = instructions;
    Loops loops = instructions.loops(dataType);
    this.vectors = new SharedVectors(pool, loops.elements());
    Products products = new Products(blas, loops.elements(), loops.products(), instructions.bits());
    this.kernels = HostKernels.on(this, loops, products, pool, tiles);
    int bytes = products.copying() ? REACH_OF_COPIES : REACH;
    this.reach = bytes / dataType.bytes();
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
        + instructions.description()
        + ", "
        + threads()
        + (threads() == 1 ? " thread" : " threads");
  }

  @Override
  public int reach() {
    return reach;
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
        ? Optional.of(
            new HostBackend(other, threads(), blas, instructions, kernels.tiles() != null))
        : Optional.empty();
  }

  @Override
  public Kernels kernels() {
    if (!warm) {
      instructions.warmUp(dataType);
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
    vectors.scale(alpha, own(x));
  }

  @Override
  public void axpy(double alpha, Tensor x, Tensor y) {
    Shapes.requireSameSize(x, y);
    vectors.addScaled(alpha, own(x), own(y));
  }

  @Override
  public void combine(double alpha, Tensor x, double beta, Tensor y, Tensor out) {
    Shapes.requireSameSize(x, y);
    Shapes.requireSameSize(x, out);
    vectors.combine(alpha, own(x), beta, own(y), own(out));
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
    Shapes.requireSameSize(x, y);
    return vectors.dot(own(x), own(y));
  }

  @Override
  public double distance(Tensor x, Tensor y) {
    Shapes.requireSameSize(x, y);
    return vectors.distance(own(x), own(y));
  }

  /** The tensor as ours. */
  private HeapTensor own(Tensor x) {
    Shapes.requireOwner(this, x);
    return (HeapTensor) x;
  }

  @Override
  public void close() {
    pool.close();
    blas.restore();
  }
}

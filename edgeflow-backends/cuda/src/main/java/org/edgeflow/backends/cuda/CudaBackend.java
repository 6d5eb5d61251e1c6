package org.edgeflow.backends.cuda;

import java.util.Optional;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.edgeflow.backends.cuda.code.KernelModule;
import org.edgeflow.backends.cuda.code.Launcher;
import org.edgeflow.backends.cuda.device.Block;
import org.edgeflow.backends.cuda.device.Card;
import org.edgeflow.backends.cuda.device.DeviceContext;
import org.edgeflow.backends.cuda.device.DeviceMemory;
import org.edgeflow.backends.cuda.device.Products;
import org.edgeflow.backends.cuda.device.Transfers;
import org.edgeflow.backends.cuda.graphs.Graphs;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Kernels;
import org.edgeflow.core.tensor.Scalars;
import org.edgeflow.core.tensor.Shapes;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.arrays.ThroughArrays;

/**
 * An NVIDIA card: tensors in its memory, products by cuBLAS, our own kernels for the rest, all on
 * one stream.
 *
 * <p>Operations return when they are queued. What returns a number waits for it; nothing else
 * waits, except {@link #read} and {@link #write}. Repeated work becomes a CUDA graph. Sums are
 * taken in float64 along trees whose shape depends on the size alone.
 *
 * <p>{@link #parallel} runs its tasks in order: the card is parallel within each operation.
 */
public final class CudaBackend implements TensorBackend {
  /** Elements from which more are no faster: megabytes a tensor hide what starting costs. */
  private static final int REACH = 1 << 30;

  private final DataType dataType;
  private final DeviceContext context;
  private final Transfers transfers;
  private final DeviceMemory memory;
  private final KernelModule module;
  private final Products products;
  private final Launcher launcher;
  private final CudaVectors vectors;
  private final Kernels kernels;
  private final Graphs graphs;
  private final String description;

  CudaBackend(Card card, DataType dataType, boolean tf32, boolean graphs) {
    this.dataType = dataType;
    this.context = new DeviceContext(card);
    this.transfers = new Transfers(context);
    this.memory = new DeviceMemory(context);
    this.module = new KernelModule(context, dataType);
    this.products = new Products(context, memory, dataType, tf32);
    this.launcher = new Launcher(context, dataType);
    this.vectors = new CudaVectors(this, memory, module, launcher);
    this.kernels = newKernels();
    this.graphs = graphs ? new Graphs(context) : null;
    this.description =
        card.description()
            + ", cuBLAS "
            + products.version()
            + (dataType == DataType.FLOAT64 ? "" : tf32 ? ", TF32" : ", no TF32");
  }

  private Kernels newKernels() {
    Kernels.Elementwise elementwise =
        new CudaElementwise(this, ThroughArrays.of(this).elementwise());
    return new Kernels(
        elementwise,
        new CudaRows(this),
        new CudaWindows(this, elementwise),
        new CudaPlaces(this),
        new CudaProducts(this, products),
        null);
  }

  @Override
  public String name() {
    return "cuda";
  }

  @Override
  public DataType dataType() {
    return dataType;
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public Kernels kernels() {
    return kernels;
  }

  @Override
  public Optional<TensorBackend> inFormat(DataType other) {
    return Optional.of(new CudaBackend(context.card(), other, false, graphs != null));
  }

  @Override
  public Runnable repeated(Runnable work) {
    return graphs == null ? work : graphs.of(work);
  }

  /** The recorded work; null where nothing is recorded. */
  Graphs graphs() {
    return graphs;
  }

  @Override
  public void synchronize() {
    context.synchronize();
  }

  @Override
  public long room() {
    return memory.available() / dataType.bytes();
  }

  @Override
  public void reserve(long elements) {
    memory.reserve(elements * dataType.bytes());
  }

  @Override
  public int reach() {
    return REACH;
  }

  @Override
  public Tensor zeros(int... shape) {
    Block block = cleared((long) Shapes.size(shape) * dataType.bytes());
    return new CudaTensor(this, block, block.address(), shape);
  }

  @Override
  public Tensor view(Tensor x, int offset, int... shape) {
    return own(x).view(offset, shape);
  }

  @Override
  public void read(Tensor x, double[] values) {
    CudaTensor from = own(x);
    Shapes.requireLength(x, values.length);
    transfers.read(from.address(), dataType, values);
  }

  @Override
  public void write(double[] values, Tensor x) {
    CudaTensor to = own(x);
    Shapes.requireLength(x, values.length);
    transfers.write(values, dataType, to.address());
  }

  @Override
  public void copy(Tensor from, Tensor to) {
    CudaTensor source = own(from);
    CudaTensor target = own(to);
    Shapes.requireSameSize(from, to);
    if (source.size() > 0 && source.address() != target.address()) {
      context.copy(source.address(), target.address(), source.bytes());
    }
  }

  @Override
  public void fill(Tensor x, double value) {
    vectors.fill(x, value);
  }

  @Override
  public void scale(double alpha, Tensor x) {
    vectors.scale(alpha, x);
  }

  @Override
  public void axpy(double alpha, Tensor x, Tensor y) {
    vectors.combine(alpha, x, 1, y, y);
  }

  @Override
  public void combine(double alpha, Tensor x, double beta, Tensor y, Tensor out) {
    vectors.combine(alpha, x, beta, y, out);
  }

  @Override
  public void addSquares(double alpha, Tensor x, double beta, Tensor y) {
    vectors.addSquares(alpha, x, beta, y);
  }

  @Override
  public void root(double alpha, Tensor x, double epsilon, Tensor out) {
    vectors.root(alpha, x, epsilon, out);
  }

  @Override
  public void divide(Tensor x, Tensor y, Tensor out) {
    vectors.divide(x, y, out);
  }

  @Override
  public double dot(Tensor x, Tensor y) {
    return vectors.dot(x, y);
  }

  @Override
  public void dot(Tensor x, Tensor y, Scalars out, int slot) {
    vectors.dot(x, y, own(out).address(slot));
  }

  @Override
  public double distance(Tensor x, Tensor y) {
    return vectors.distance(x, y);
  }

  @Override
  public Scalars scalars(int count) {
    return new CudaScalars(this, cleared((long) count * Double.BYTES), count);
  }

  @Override
  public void set(Scalars to, int slot, double value) {
    vectors.set(own(to).address(slot), value);
  }

  @Override
  public void read(Scalars from, double[] values) {
    CudaScalars scalars = own(from);
    Shapes.requireAsMany(from, values.length);
    transfers.read(scalars.block().address(), DataType.FLOAT64, values);
  }

  @Override
  public void displace(Tensor x, double alpha, Scalars by, int slot, Tensor y, Tensor out) {
    vectors.displace(x, alpha, own(by).address(slot), y, out);
  }

  /** The tensor as ours. */
  CudaTensor own(Tensor x) {
    Shapes.requireOwner(this, x);
    return (CudaTensor) x;
  }

  /** The scalars as ours. */
  CudaScalars own(Scalars scalars) {
    if (scalars instanceof CudaScalars own && own.backend() == this) {
      return own;
    }
    throw Shapes.foreignScalars(this);
  }

  /** A kernel by its name in the source. */
  CUfunc_st kernel(String name) {
    return module.kernel(name);
  }

  Launcher launcher() {
    return launcher;
  }

  DeviceContext context() {
    return context;
  }

  /** Sums, for kernels that take them in parts. */
  CudaVectors vectors() {
    return vectors;
  }

  Transfers transfers() {
    return transfers;
  }

  private Block cleared(long bytes) {
    Block block = memory.allocate(bytes);
    if (bytes > 0) {
      context.clear(block.address(), bytes);
    }
    return block;
  }

  /** Memory for other things than tensors. */
  Block allocate(long bytes) {
    return memory.allocate(bytes);
  }

  @Override
  public void close() {
    if (graphs != null) {
      graphs.close();
    }
    products.close();
    module.close();
    memory.close();
    context.close();
  }
}

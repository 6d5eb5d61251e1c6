package org.edgeflow.core.tensor.heap;

import java.util.Arrays;
import org.edgeflow.core.settings.Description;
import org.edgeflow.core.settings.NoSettings;
import org.edgeflow.core.tensor.BackendFactory;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Kernels;
import org.edgeflow.core.tensor.Shapes;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * The reference backend: plain loops over Java arrays, sums in float64, no native code.
 *
 * <p>It is what the other backends are tested against, and fast enough for closed-form problems and
 * for the vectors of a network's flow.
 */
public final class HeapBackend implements TensorBackend {
  private final DataType dataType;
  private final TensorBackend owner;
  private final HeapVectors vectors;
  private final Kernels kernels;

  /** A heap backend for one format. */
  public HeapBackend(DataType dataType) {
    this.dataType = dataType;
    this.owner = this;
    this.vectors = new HeapVectors(this, dataType);
    this.kernels = HeapKernels.on(this);
  }

  /** The same operations for another backend that keeps its tensors in {@link HeapTensor}s. */
  public HeapBackend(TensorBackend owner, DataType dataType) {
    this.dataType = dataType;
    this.owner = owner;
    this.vectors = new HeapVectors(owner, dataType);
    this.kernels = HeapKernels.on(owner);
  }

  @Override
  public String name() {
    return "heap";
  }

  @Override
  public DataType dataType() {
    return dataType;
  }

  @Override
  public String description() {
    return "Java arrays, JDK " + Runtime.version();
  }

  @Override
  public Tensor zeros(int... shape) {
    return HeapTensor.zeros(owner, shape);
  }

  @Override
  public Tensor view(Tensor x, int offset, int... shape) {
    return own(x).view(offset, shape);
  }

  @Override
  public Kernels kernels() {
    return kernels;
  }

  @Override
  public void read(Tensor x, double[] values) {
    HeapTensor from = own(x);
    Shapes.requireLength(x, values.length);
    if (dataType == DataType.FLOAT64) {
      System.arraycopy(from.doubles(), from.offset(), values, 0, values.length);
    } else {
      float[] source = from.floats();
      for (int i = 0; i < values.length; i++) {
        values[i] = source[from.offset() + i];
      }
    }
  }

  @Override
  public void write(double[] values, Tensor x) {
    HeapTensor to = own(x);
    Shapes.requireLength(x, values.length);
    if (dataType == DataType.FLOAT64) {
      System.arraycopy(values, 0, to.doubles(), to.offset(), values.length);
    } else {
      float[] target = to.floats();
      for (int i = 0; i < values.length; i++) {
        target[to.offset() + i] = (float) values[i];
      }
    }
  }

  @Override
  public void copy(Tensor from, Tensor to) {
    HeapTensor source = own(from);
    HeapTensor target = own(to);
    Shapes.requireSameSize(from, to);
    if (dataType == DataType.FLOAT64) {
      System.arraycopy(
          source.doubles(), source.offset(), target.doubles(), target.offset(), source.size());
    } else {
      System.arraycopy(
          source.floats(), source.offset(), target.floats(), target.offset(), source.size());
    }
  }

  @Override
  public void fill(Tensor x, double value) {
    HeapTensor target = own(x);
    int from = target.offset();
    int to = from + target.size();
    if (dataType == DataType.FLOAT64) {
      Arrays.fill(target.doubles(), from, to, value);
    } else {
      Arrays.fill(target.floats(), from, to, (float) value);
    }
  }

  @Override
  public void scale(double alpha, Tensor x) {
    vectors.scale(alpha, x);
  }

  @Override
  public void axpy(double alpha, Tensor x, Tensor y) {
    combine(alpha, x, 1, y, y);
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
  public double distance(Tensor x, Tensor y) {
    return vectors.distance(x, y);
  }

  private HeapTensor own(Tensor x) {
    return HeapTensor.of(owner, x);
  }

  /** Opens the heap backend; it has no settings and runs everywhere. */
  public static final class Factory implements BackendFactory<NoSettings> {

    @Override
    public Description description() {
      return new Description(
          "Plain Java arrays; the reference that other backends are tested against.");
    }

    @Override
    public int preference() {
      return 0;
    }

    @Override
    public TensorBackend create(NoSettings settings, DataType dataType) {
      return new HeapBackend(dataType);
    }

    @Override
    public Availability availability() {
      return new Availability(true, "Java arrays, JDK " + Runtime.version());
    }
  }
}

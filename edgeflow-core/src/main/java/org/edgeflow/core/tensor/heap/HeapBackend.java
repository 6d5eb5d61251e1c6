package org.edgeflow.core.tensor.heap;

import java.util.Arrays;
import org.edgeflow.core.settings.Description;
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
  private final HeapKernels kernels;

  /** A heap backend for one format. */
  public HeapBackend(DataType dataType) {
    this.dataType = dataType;
    this.owner = this;
    this.kernels = new HeapKernels(this);
  }

  /** The same operations for another backend that keeps its tensors in {@link HeapTensor}s. */
  public HeapBackend(TensorBackend owner, DataType dataType) {
    this.dataType = dataType;
    this.owner = owner;
    this.kernels = new HeapKernels(owner);
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
    HeapTensor target = own(x);
    int from = target.offset();
    int to = from + target.size();
    if (dataType == DataType.FLOAT64) {
      double[] values = target.doubles();
      for (int i = from; i < to; i++) {
        values[i] *= alpha;
      }
    } else {
      float[] values = target.floats();
      float factor = (float) alpha;
      for (int i = from; i < to; i++) {
        values[i] *= factor;
      }
    }
  }

  @Override
  public void axpy(double alpha, Tensor x, Tensor y) {
    combine(alpha, x, 1, y, y);
  }

  @Override
  public void combine(double alpha, Tensor x, double beta, Tensor y, Tensor out) {
    HeapTensor left = own(x);
    HeapTensor right = own(y);
    HeapTensor target = own(out);
    Shapes.requireSameSize(x, y);
    Shapes.requireSameSize(x, out);
    int l = left.offset();
    int r = right.offset();
    int t = target.offset();
    int size = target.size();
    if (dataType == DataType.FLOAT64) {
      double[] a = left.doubles();
      double[] b = right.doubles();
      double[] result = target.doubles();
      for (int i = 0; i < size; i++) {
        result[t + i] = alpha * a[l + i] + beta * b[r + i];
      }
    } else {
      float[] a = left.floats();
      float[] b = right.floats();
      float[] result = target.floats();
      float first = (float) alpha;
      float second = (float) beta;
      for (int i = 0; i < size; i++) {
        result[t + i] = first * a[l + i] + second * b[r + i];
      }
    }
  }

  @Override
  public void addSquares(double alpha, Tensor x, double beta, Tensor y) {
    HeapTensor from = own(x);
    HeapTensor to = own(y);
    Shapes.requireSameSize(x, y);
    int f = from.offset();
    int t = to.offset();
    int size = to.size();
    if (dataType == DataType.FLOAT64) {
      double[] a = from.doubles();
      double[] b = to.doubles();
      for (int i = 0; i < size; i++) {
        b[t + i] = beta * b[t + i] + alpha * (a[f + i] * a[f + i]);
      }
    } else {
      float[] a = from.floats();
      float[] b = to.floats();
      float first = (float) alpha;
      float second = (float) beta;
      for (int i = 0; i < size; i++) {
        b[t + i] = second * b[t + i] + first * (a[f + i] * a[f + i]);
      }
    }
  }

  @Override
  public void root(double alpha, Tensor x, double epsilon, Tensor out) {
    HeapTensor from = own(x);
    HeapTensor to = own(out);
    Shapes.requireSameSize(x, out);
    int f = from.offset();
    int t = to.offset();
    int size = to.size();
    if (dataType == DataType.FLOAT64) {
      double[] a = from.doubles();
      double[] b = to.doubles();
      for (int i = 0; i < size; i++) {
        b[t + i] = Math.sqrt(alpha * a[f + i]) + epsilon;
      }
    } else {
      float[] a = from.floats();
      float[] b = to.floats();
      float factor = (float) alpha;
      float shift = (float) epsilon;
      for (int i = 0; i < size; i++) {
        b[t + i] = (float) Math.sqrt(factor * a[f + i]) + shift;
      }
    }
  }

  @Override
  public void divide(Tensor x, Tensor y, Tensor out) {
    HeapTensor left = own(x);
    HeapTensor right = own(y);
    HeapTensor target = own(out);
    Shapes.requireSameSize(x, y);
    Shapes.requireSameSize(x, out);
    int l = left.offset();
    int r = right.offset();
    int t = target.offset();
    int size = target.size();
    if (dataType == DataType.FLOAT64) {
      double[] a = left.doubles();
      double[] b = right.doubles();
      double[] result = target.doubles();
      for (int i = 0; i < size; i++) {
        result[t + i] = a[l + i] / b[r + i];
      }
    } else {
      float[] a = left.floats();
      float[] b = right.floats();
      float[] result = target.floats();
      for (int i = 0; i < size; i++) {
        result[t + i] = a[l + i] / b[r + i];
      }
    }
  }

  @Override
  public double dot(Tensor x, Tensor y) {
    HeapTensor left = own(x);
    HeapTensor right = own(y);
    Shapes.requireSameSize(x, y);
    return dataType == DataType.FLOAT64
        ? dot(left.doubles(), left.offset(), right.doubles(), right.offset(), left.size())
        : dot(left.floats(), left.offset(), right.floats(), right.offset(), left.size());
  }

  // Four partial sums: without them the additions wait for one another.
  private static double dot(double[] x, int l, double[] y, int r, int size) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = 0;
    for (; i + 3 < size; i += 4) {
      a += x[l + i] * y[r + i];
      b += x[l + i + 1] * y[r + i + 1];
      c += x[l + i + 2] * y[r + i + 2];
      d += x[l + i + 3] * y[r + i + 3];
    }
    for (; i < size; i++) {
      a += x[l + i] * y[r + i];
    }
    return (a + b) + (c + d);
  }

  private static double dot(float[] x, int l, float[] y, int r, int size) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = 0;
    for (; i + 3 < size; i += 4) {
      a += (double) x[l + i] * y[r + i];
      b += (double) x[l + i + 1] * y[r + i + 1];
      c += (double) x[l + i + 2] * y[r + i + 2];
      d += (double) x[l + i + 3] * y[r + i + 3];
    }
    for (; i < size; i++) {
      a += (double) x[l + i] * y[r + i];
    }
    return (a + b) + (c + d);
  }

  @Override
  public double distance(Tensor x, Tensor y) {
    HeapTensor left = own(x);
    HeapTensor right = own(y);
    Shapes.requireSameSize(x, y);
    int l = left.offset();
    int r = right.offset();
    int size = left.size();
    double sum = 0;
    if (dataType == DataType.FLOAT64) {
      double[] a = left.doubles();
      double[] b = right.doubles();
      for (int i = 0; i < size; i++) {
        double difference = a[l + i] - b[r + i];
        sum += difference * difference;
      }
    } else {
      float[] a = left.floats();
      float[] b = right.floats();
      for (int i = 0; i < size; i++) {
        double difference = (double) a[l + i] - b[r + i];
        sum += difference * difference;
      }
    }
    return Math.sqrt(sum);
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
    int rows = target.extent(0);
    int columns = target.extent(1);
    int inner = left.extent(transposeA ? 0 : 1);
    product(
        transposeA, transposeB, alpha, left, 0, right, 0, beta, target, 0, rows, inner, columns);
  }

  /**
   * One matrix product within tensors, each matrix from its own place on: op(a) is {@code rows ×
   * inner}, op(b) {@code inner × columns}.
   */
  static void product(
      boolean transposeA,
      boolean transposeB,
      double alpha,
      HeapTensor a,
      int aStart,
      HeapTensor b,
      int bStart,
      double beta,
      HeapTensor c,
      int cStart,
      int rows,
      int inner,
      int columns) {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        double sum = 0;
        for (int k = 0; k < inner; k++) {
          sum +=
              a.get(aStart + (transposeA ? k * rows + i : i * inner + k))
                  * b.get(bStart + (transposeB ? j * inner + k : k * columns + j));
        }
        int index = cStart + i * columns + j;
        c.set(index, beta == 0 ? alpha * sum : alpha * sum + beta * c.get(index));
      }
    }
  }

  private HeapTensor own(Tensor x) {
    return HeapTensor.of(owner, x);
  }

  /** Opens the heap backend; it has no settings and runs everywhere. */
  public static final class Factory implements BackendFactory<Factory.Settings> {

    /** No settings. */
    public record Settings() {}

    @Override
    public Class<Settings> settings() {
      return Settings.class;
    }

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
    public TensorBackend create(Settings settings, DataType dataType) {
      return new HeapBackend(dataType);
    }

    @Override
    public Availability availability() {
      return new Availability(true, "Java arrays, JDK " + Runtime.version());
    }
  }
}

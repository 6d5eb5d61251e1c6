package org.edgeflow.core.tensor;

import java.util.Arrays;
import org.edgeflow.core.settings.Description;

/**
 * The reference backend: plain loops over Java arrays, sums in float64, no native code.
 *
 * <p>It is what the other backends are tested against, and fast enough for closed-form problems and
 * for the vectors of a network's flow.
 */
public final class HeapBackend implements TensorBackend {
  private final DataType dataType;

  /** A heap backend for one format. */
  public HeapBackend(DataType dataType) {
    this.dataType = dataType;
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
    return new HeapTensor(this, shape);
  }

  @Override
  public void read(Tensor x, double[] values) {
    HeapTensor from = own(x);
    Shapes.requireLength(x, values.length);
    if (dataType == DataType.FLOAT64) {
      System.arraycopy(from.doubles(), 0, values, 0, values.length);
    } else {
      float[] source = from.floats();
      for (int i = 0; i < values.length; i++) {
        values[i] = source[i];
      }
    }
  }

  @Override
  public void write(double[] values, Tensor x) {
    HeapTensor to = own(x);
    Shapes.requireLength(x, values.length);
    if (dataType == DataType.FLOAT64) {
      System.arraycopy(values, 0, to.doubles(), 0, values.length);
    } else {
      float[] target = to.floats();
      for (int i = 0; i < values.length; i++) {
        target[i] = (float) values[i];
      }
    }
  }

  @Override
  public void copy(Tensor from, Tensor to) {
    HeapTensor source = own(from);
    HeapTensor target = own(to);
    Shapes.requireSameSize(from, to);
    if (dataType == DataType.FLOAT64) {
      System.arraycopy(source.doubles(), 0, target.doubles(), 0, source.size());
    } else {
      System.arraycopy(source.floats(), 0, target.floats(), 0, source.size());
    }
  }

  @Override
  public void fill(Tensor x, double value) {
    HeapTensor target = own(x);
    if (dataType == DataType.FLOAT64) {
      Arrays.fill(target.doubles(), value);
    } else {
      Arrays.fill(target.floats(), (float) value);
    }
  }

  @Override
  public void scale(double alpha, Tensor x) {
    HeapTensor target = own(x);
    if (dataType == DataType.FLOAT64) {
      double[] values = target.doubles();
      for (int i = 0; i < values.length; i++) {
        values[i] *= alpha;
      }
    } else {
      float[] values = target.floats();
      float factor = (float) alpha;
      for (int i = 0; i < values.length; i++) {
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
    if (dataType == DataType.FLOAT64) {
      combine(alpha, left.doubles(), beta, right.doubles(), target.doubles());
    } else {
      combine((float) alpha, left.floats(), (float) beta, right.floats(), target.floats());
    }
  }

  private static void combine(double a, double[] x, double b, double[] y, double[] out) {
    for (int i = 0; i < out.length; i++) {
      out[i] = a * x[i] + b * y[i];
    }
  }

  private static void combine(float a, float[] x, float b, float[] y, float[] out) {
    for (int i = 0; i < out.length; i++) {
      out[i] = a * x[i] + b * y[i];
    }
  }

  @Override
  public double dot(Tensor x, Tensor y) {
    HeapTensor left = own(x);
    HeapTensor right = own(y);
    Shapes.requireSameSize(x, y);
    return dataType == DataType.FLOAT64
        ? dot(left.doubles(), right.doubles())
        : dot(left.floats(), right.floats());
  }

  // Four partial sums: without them the additions wait for one another.
  private static double dot(double[] x, double[] y) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = 0;
    for (; i + 3 < x.length; i += 4) {
      a += x[i] * y[i];
      b += x[i + 1] * y[i + 1];
      c += x[i + 2] * y[i + 2];
      d += x[i + 3] * y[i + 3];
    }
    for (; i < x.length; i++) {
      a += x[i] * y[i];
    }
    return (a + b) + (c + d);
  }

  private static double dot(float[] x, float[] y) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = 0;
    for (; i + 3 < x.length; i += 4) {
      a += (double) x[i] * y[i];
      b += (double) x[i + 1] * y[i + 1];
      c += (double) x[i + 2] * y[i + 2];
      d += (double) x[i + 3] * y[i + 3];
    }
    for (; i < x.length; i++) {
      a += (double) x[i] * y[i];
    }
    return (a + b) + (c + d);
  }

  @Override
  public double distance(Tensor x, Tensor y) {
    HeapTensor left = own(x);
    HeapTensor right = own(y);
    Shapes.requireSameSize(x, y);
    double sum = 0;
    if (dataType == DataType.FLOAT64) {
      double[] a = left.doubles();
      double[] b = right.doubles();
      for (int i = 0; i < a.length; i++) {
        double difference = a[i] - b[i];
        sum += difference * difference;
      }
    } else {
      float[] a = left.floats();
      float[] b = right.floats();
      for (int i = 0; i < a.length; i++) {
        double difference = (double) a[i] - b[i];
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
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        double sum = 0;
        for (int k = 0; k < inner; k++) {
          sum +=
              at(left, transposeA ? k * rows + i : i * inner + k)
                  * at(right, transposeB ? j * inner + k : k * columns + j);
        }
        int index = i * columns + j;
        put(target, index, beta == 0 ? alpha * sum : alpha * sum + beta * at(target, index));
      }
    }
  }

  private static double at(HeapTensor x, int index) {
    return x.doubles() != null ? x.doubles()[index] : x.floats()[index];
  }

  private static void put(HeapTensor x, int index, double value) {
    if (x.doubles() != null) {
      x.doubles()[index] = value;
    } else {
      x.floats()[index] = (float) value;
    }
  }

  private HeapTensor own(Tensor x) {
    Shapes.requireOwner(this, x);
    return (HeapTensor) x;
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
    public TensorBackend create(Settings settings, DataType dataType) {
      return new HeapBackend(dataType);
    }

    @Override
    public Availability availability() {
      return new Availability(true, "Java arrays, JDK " + Runtime.version());
    }
  }
}

package org.edgeflow.nd4j;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import org.edgeflow.core.tensor.BackendFactory.Availability;
import org.edgeflow.core.tensor.BackendUnavailableException;
import org.edgeflow.core.tensor.DataType;
import org.nd4j.common.config.ND4JClassLoading;
import org.nd4j.common.config.ND4JSystemProperties;
import org.nd4j.linalg.api.concurrency.AffinityManager.Location;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.api.ops.impl.transforms.floating.Sqrt;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.Axpy;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * ND4J in this process, and the only place that touches its statics.
 *
 * <p>ND4J chooses its backend once, when its first class is loaded, for the whole process; {@link
 * #open} makes that choice the config's. The global data type stays what it is: every array here is
 * given its own.
 */
public final class Nd4jRuntime {
  private final Device device;

  private Nd4jRuntime(Device device) {
    this.device = device;
  }

  /**
   * ND4J on a device.
   *
   * @throws BackendUnavailableException if this build or machine has no such device, or if ND4J is
   *     already up on the other one
   */
  public static synchronized Nd4jRuntime open(Device device) {
    ClassLoader loader = ND4JClassLoading.getNd4jClassloader();
    if (loader instanceof OneBackendLoader chosen) {
      if (chosen.device() != device) {
        throw occupied(device, chosen.device());
      }
    } else {
      Availability availability = availability(device);
      if (!availability.usable()) {
        throw new BackendUnavailableException(availability.detail());
      }
      logQuietly();
      ND4JClassLoading.setNd4jClassloader(new OneBackendLoader(loader, device));
    }
    try {
      String running = Nd4j.getBackend().getClass().getName();
      if (!running.equals(device.provider())) {
        throw occupied(device, device == Device.CPU ? Device.CUDA : Device.CPU);
      }
    } catch (LinkageError | RuntimeException e) {
      if (e instanceof BackendUnavailableException unavailable) {
        throw unavailable;
      }
      throw new BackendUnavailableException(
          "backend "
              + device.label()
              + ": ND4J did not start: "
              + Probe.rootMessage(e)
              + ". "
              + remedy(device),
          e);
    }
    return new Nd4jRuntime(device);
  }

  /** ND4J on whichever device this process has it, and on the processor if it has none yet. */
  public static Nd4jRuntime open() {
    return open(
        ND4JClassLoading.getNd4jClassloader() instanceof OneBackendLoader chosen
            ? chosen.device()
            : Device.CPU);
  }

  /** Whether {@link #open} would succeed; quick, does not start ND4J, never throws. */
  public static Availability availability(Device device) {
    if (ND4JClassLoading.getNd4jClassloader() instanceof OneBackendLoader chosen
        && chosen.device() != device) {
      return new Availability(false, occupied(device, chosen.device()).getMessage());
    }
    return Probe.of(device);
  }

  /** A run's output belongs to the run: ND4J is not to announce itself, nor JavaCPP to print. */
  static void logQuietly() {
    System.setProperty(ND4JSystemProperties.LOG_INITIALIZATION, "false");
    System.setProperty("org.bytedeco.javacpp.logger", "slf4j");
  }

  static String remedy(Device device) {
    return device == Device.CPU
        ? "Use 'backend: heap' instead, or report this with the log."
        : "Use 'backend: nd4j-native' instead.";
  }

  private static BackendUnavailableException occupied(Device wanted, Device running) {
    return new BackendUnavailableException(
        "backend "
            + wanted.label()
            + " cannot start: this process already runs "
            + running.label()
            + ", and ND4J has one backend a process. Start a process of its own for "
            + wanted.label()
            + ".");
  }

  /** What computes. */
  public Device device() {
    return device;
  }

  /** Library, version, BLAS, threads or device. */
  public String description() {
    return "ND4J"
        + version()
        + ", "
        + (device == Device.CPU
            ? Nd4j.factory().blas().getBlasVendor()
                + ", "
                + Nd4j.factory().blas().getMaxThreads()
                + " threads"
            : Probe.deviceName());
  }

  /** What the artifact says of itself; its manifest names no version. */
  private static String version() {
    Properties properties = new Properties();
    try (InputStream stream =
        Nd4j.class.getResourceAsStream("/META-INF/maven/org.nd4j/nd4j-api/pom.properties")) {
      if (stream != null) {
        properties.load(stream);
      }
    } catch (IOException e) {
      return "";
    }
    return properties.containsKey("version") ? " " + properties.getProperty("version") : "";
  }

  /** A new row-major array of zeros, outside every workspace. */
  public INDArray zeros(DataType dataType, long... shape) {
    try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      return Nd4j.create(format(dataType), shape, 'c');
    }
  }

  /** The elements of a vector from {@code offset} on, in the same storage. */
  public INDArray slice(INDArray vector, int offset, int size) {
    return vector.get(NDArrayIndex.interval(offset, offset + size));
  }

  /**
   * Elements of an array at equal distances along each axis, in the same storage.
   *
   * @param whole not itself a view
   */
  public static INDArray strided(INDArray whole, long offset, long[] shape, long[] strides) {
    return Nd4j.create(whole.data(), shape, strides, offset, 'c');
  }

  /** ND4J's name of a format. */
  public static org.nd4j.linalg.api.buffer.DataType format(DataType dataType) {
    return dataType == DataType.FLOAT64
        ? org.nd4j.linalg.api.buffer.DataType.DOUBLE
        : org.nd4j.linalg.api.buffer.DataType.FLOAT;
  }

  /**
   * Copies a vector of adjacent elements into a Java array.
   *
   * @param values modified
   */
  public void read(INDArray from, double[] values) {
    if (from.dataType() == org.nd4j.linalg.api.buffer.DataType.DOUBLE) {
      from.data().asNioDouble().position((int) from.offset()).get(values);
    } else {
      java.nio.FloatBuffer source = from.data().asNioFloat().position((int) from.offset());
      for (int i = 0; i < values.length; i++) {
        values[i] = source.get();
      }
    }
  }

  /**
   * Copies a Java array into a vector of adjacent elements.
   *
   * @param to modified
   */
  public void write(double[] values, INDArray to) {
    if (device == Device.CUDA && to.isView()) {
      to.assign(Nd4j.createFromArray(values).castTo(to.dataType()));
    } else if (device == Device.CUDA) {
      to.data().setData(values);
      Nd4j.getAffinityManager().ensureLocation(to, Location.DEVICE);
    } else if (to.dataType() == org.nd4j.linalg.api.buffer.DataType.DOUBLE) {
      to.data().asNioDouble().position((int) to.offset()).put(values);
    } else {
      java.nio.FloatBuffer target = to.data().asNioFloat().position((int) to.offset());
      for (int i = 0; i < values.length; i++) {
        target.put((float) values[i]);
      }
    }
  }

  /** {@code to ← from}. */
  public void copy(INDArray from, INDArray to) {
    Nd4j.getBlasWrapper().level1().copy(from, to);
  }

  /** {@code x ← value}. */
  public void fill(INDArray x, double value) {
    x.assign(value);
  }

  /** {@code x ← α x}. */
  public void scale(double alpha, INDArray x) {
    Nd4j.getBlasWrapper().level1().scal(x.length(), alpha, x);
  }

  /** {@code y ← y + α x}. */
  public void axpy(double alpha, INDArray x, INDArray y) {
    if (alpha == 0) {
      // BLAS returns at once, and NaN in x would be lost.
      Nd4j.getExecutioner().exec(new Axpy(x, y, y, alpha));
    } else {
      Nd4j.getBlasWrapper().level1().axpy(x.length(), alpha, x, y);
    }
  }

  /** {@code x ← √x}. */
  public void root(INDArray x) {
    Nd4j.getExecutioner().exec(new Sqrt(x, x));
  }

  /** {@code Σ xᵢ yᵢ}. */
  public double dot(INDArray x, INDArray y) {
    return Nd4j.getBlasWrapper().level1().dot(x.length(), 1, x, y);
  }

  /** {@code c ← α op(a) op(b) + β c} on column-major matrices. */
  public void gemm(
      boolean transposeA,
      boolean transposeB,
      double alpha,
      INDArray a,
      INDArray b,
      double beta,
      INDArray c) {
    Nd4j.getBlasWrapper().level3().gemm(a, b, c, transposeA, transposeB, alpha, beta);
  }

  /** Runs one of ND4J's own operations of the newer kind. */
  public static void apply(CustomOp operation) {
    Nd4j.getExecutioner().exec(operation);
  }

  /** Runs one of ND4J's own operations. */
  public static INDArray apply(Op operation) {
    return Nd4j.getExecutioner().exec(operation);
  }
}

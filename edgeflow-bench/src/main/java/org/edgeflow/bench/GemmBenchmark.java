package org.edgeflow.bench;

import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.edgeflow.bench.workload.BackendChoice;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Matrix products of the shapes that networks need, in GFLOP/s: the column {@code Score} of the
 * line {@code :flops}, whose unit ops/ns is 10⁹ operations a second. A product of {@code m × k} and
 * {@code k × n} counts {@code 2mkn}.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Thread)
public class GemmBenchmark {

  /**
   * {@code m x k x n}. In order: a first layer on all examples and on their row space, a hidden
   * layer, a first and a second convolution on the patches of 20 images, and one that is too small
   * for anything but the call itself.
   */
  @Param({"1000x3072x200", "1000x1000x200", "1000x200x200", "20480x27x32", "5120x288x32", "4x4x4"})
  public String shape;

  /** {@code nn}, {@code nt} or {@code tn}: which factor is stored transposed. */
  @Param({"nn", "nt", "tn"})
  public String transposes;

  /** The floating-point format. */
  @Param({"float32", "float64"})
  public String dtype;

  /** Where tensors live. */
  @Param("host")
  public String backend;

  /** Threads of the backend. */
  @Param("1")
  public int threads;

  private TensorBackend opened;
  private boolean transposeA;
  private boolean transposeB;
  private Tensor a;
  private Tensor b;
  private Tensor c;
  private double operations;

  /** The floating-point operations done. */
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  @State(Scope.Thread)
  public static class Count {
    /** Multiplications and additions. */
    public double flops;
  }

  /** Fills the factors with noise. */
  @Setup(Level.Trial)
  public void open() {
    opened =
        BackendChoice.of(backend, threads).open(DataType.valueOf(dtype.toUpperCase(Locale.ROOT)));
    int[] mkn = Arrays.stream(shape.split("x")).mapToInt(Integer::parseInt).toArray();
    operations = 2.0 * mkn[0] * mkn[1] * mkn[2];
    transposeA = transposes.charAt(0) == 't';
    transposeB = transposes.charAt(1) == 't';
    a = transposeA ? noise(mkn[1], mkn[0]) : noise(mkn[0], mkn[1]);
    b = transposeB ? noise(mkn[2], mkn[1]) : noise(mkn[1], mkn[2]);
    c = opened.zeros(mkn[0], mkn[2]);
  }

  private Tensor noise(int rows, int columns) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(rows);
    double[] values = new double[rows * columns];
    Arrays.setAll(values, i -> random.nextGaussian());
    return opened.of(values, rows, columns);
  }

  /** Releases the backend. */
  @TearDown(Level.Trial)
  public void close() {
    opened.close();
  }

  /** {@code c ← op(a) op(b)}. */
  @Benchmark
  public Tensor gemm(Count count) {
    opened.kernels().products().gemm(transposeA, transposeB, 1, a, b, 0, c);
    count.flops += operations;
    return c;
  }
}

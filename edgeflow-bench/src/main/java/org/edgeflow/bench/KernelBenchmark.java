package org.edgeflow.bench;

import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.edgeflow.bench.workload.BackendChoice;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Kernels;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.Window;
import org.edgeflow.core.tensor.activation.StandardActivation;
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
 * The kernels of a network beside its products, on one block of examples that fits a cache: 20
 * images of 32 × 32 positions with 32 channels. The line {@code :elements} gives elements a
 * nanosecond.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
// Shorter, and vectors are still boxed: the kernels are compiled late.
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 1)
@State(Scope.Thread)
public class KernelBenchmark {
  private static final int IMAGES = 20;
  private static final int SIDE = 32;
  private static final int CHANNELS = 32;
  private static final int CLASSES = 10;

  /** The floating-point format. */
  @Param({"float32", "float64"})
  public String dtype;

  /** Where tensors live. */
  @Param("host")
  public String backend;

  private final Window convolution = new Window(CHANNELS, SIDE, SIDE, 3, 3, 1, 1, 1, 1, SIDE, SIDE);
  private final Window pooling =
      new Window(CHANNELS, SIDE, SIDE, 2, 2, 2, 2, 0, 0, SIDE / 2, SIDE / 2);
  private TensorBackend opened;
  private Kernels kernels;
  private Tensor x;
  private Tensor y;
  private Tensor value;
  private Tensor slope;
  private Tensor valueTangent;
  private Tensor swing;
  private Tensor patches;
  private Tensor pooled;
  private Tensor bias;
  private Tensor logits;
  private Tensor targets;
  private Tensor delta;

  /** The elements of the larger side. */
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  @State(Scope.Thread)
  public static class Count {
    /** Elements read or written. */
    public double elements;

    private <T> T of(Tensor tensor, T result) {
      elements += tensor.size();
      return result;
    }
  }

  /** Fills the inputs with noise. */
  @Setup(Level.Trial)
  public void open() {
    opened = BackendChoice.of(backend, 1).open(DataType.valueOf(dtype.toUpperCase(Locale.ROOT)));
    kernels = opened.kernels();
    int[] images = {IMAGES, SIDE, SIDE, CHANNELS};
    x = noise(1, images);
    y = noise(2, images);
    value = opened.zeros(images);
    slope = opened.zeros(images);
    valueTangent = opened.zeros(images);
    swing = opened.zeros(images);
    patches = opened.zeros(IMAGES * convolution.positions(), convolution.patchSize());
    pooled = opened.zeros(IMAGES, SIDE / 2, SIDE / 2, CHANNELS);
    bias = noise(3, CHANNELS);
    int rows = IMAGES * SIDE;
    logits = noise(4, rows, CLASSES);
    double[] labels = new double[rows * CLASSES];
    for (int row = 0; row < rows; row++) {
      labels[row * CLASSES + row % CLASSES] = 1;
    }
    targets = opened.of(labels, rows, CLASSES);
    delta = opened.zeros(rows, CLASSES);
  }

  private Tensor noise(long seed, int... shape) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    double[] values = new double[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
    Arrays.setAll(values, i -> random.nextGaussian());
    return opened.of(values, shape);
  }

  /** Releases the backend. */
  @TearDown(Level.Trial)
  public void close() {
    opened.close();
  }

  /** {@code tanh z} and its slope. */
  @Benchmark
  public Tensor tanh(Count count) {
    kernels.elementwise().activate(StandardActivation.TANH, x, value, slope);
    return count.of(x, value);
  }

  /** {@code tanh z}, its slope, tangent and swing. */
  @Benchmark
  public Tensor tanhTangent(Count count) {
    kernels
        .elementwise()
        .activateTangent(StandardActivation.TANH, x, y, value, valueTangent, slope, swing);
    return count.of(x, value);
  }

  /** {@code z Φ(z)} and its slope. */
  @Benchmark
  public Tensor gelu(Count count) {
    kernels.elementwise().activate(StandardActivation.GELU, x, value, slope);
    return count.of(x, value);
  }

  /** {@code x ∘ y + u ∘ v}. */
  @Benchmark
  public Tensor multiplyAdd(Count count) {
    kernels.elementwise().multiplyAdd(x, y, y, x, value);
    return count.of(x, value);
  }

  /** A bias's gradient. */
  @Benchmark
  public Tensor sumRows(Count count) {
    kernels.rows().sum(x, 0, bias);
    return count.of(x, bias);
  }

  /** 3 × 3 patches. */
  @Benchmark
  public Tensor gatherPatches(Count count) {
    kernels.windows().gatherPatches(convolution, x, patches);
    return count.of(patches, patches);
  }

  /** The adjoint. */
  @Benchmark
  public Tensor scatterPatches(Count count) {
    kernels.windows().scatterPatches(convolution, patches, value);
    return count.of(patches, value);
  }

  /** 2 × 2 means. */
  @Benchmark
  public Tensor poolAverage(Count count) {
    kernels.windows().poolAverage(pooling, x, pooled);
    return count.of(x, pooled);
  }

  /** The adjoint. */
  @Benchmark
  public Tensor spreadAverage(Count count) {
    kernels.windows().spreadAverage(pooling, pooled, value);
    return count.of(x, value);
  }

  /** The loss of 10 classes. */
  @Benchmark
  public double softmaxCrossEntropy(Count count) {
    return count.of(logits, kernels.rows().softmaxCrossEntropy(logits, targets, delta));
  }
}

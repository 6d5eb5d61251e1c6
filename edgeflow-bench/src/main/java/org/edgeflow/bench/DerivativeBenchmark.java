package org.edgeflow.bench;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.edgeflow.bench.workload.Evaluation;
import org.edgeflow.bench.workload.Workload;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.objective.Symmetric;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Tensor;
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
 * What a model pays for: a loss, a gradient, a Hessian–vector product, and {@link
 * Objective#symmetric}, which is all that an Edge Flow iteration evaluates. Read the last as a
 * multiple of the gradient of the same run; milliseconds of different runs do not compare.
 *
 * <p>Choose with {@code -p}: {@code ./edgeflow bench DerivativeBenchmark.symmetric -p dtype=float64
 * -p rowSpace=true,false}.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@State(Scope.Thread)
public class DerivativeBenchmark {

  /** One of mlp-3072-200-200-10, cnn-32-32, fashion-mlp, vit-64, lstm-64. */
  @Param({"mlp-3072-200-200-10", "cnn-32-32"})
  public String network;

  /** How many examples. */
  @Param("1000")
  public int examples;

  /** The floating-point format. */
  @Param({"float32", "float64"})
  public String dtype;

  /** Where tensors live. */
  @Param("host")
  public String backend;

  /** Threads of the backend. */
  @Param("1")
  public int threads;

  /** Whether inputs are reduced to their row space, where the network can. */
  @Param("true")
  public boolean rowSpace;

  /** Whether both endpoints and the HVP share products, where the network can. */
  @Param("true")
  public boolean sharedProducts;

  /** Whether results are the same bits whatever the number of threads. */
  @Param("false")
  public boolean deterministic;

  private Evaluation evaluation;

  /** Builds the network through the registry, as a config does. */
  @Setup(Level.Trial)
  public void open() {
    evaluation =
        new Workload(
                network,
                examples,
                DataType.valueOf(dtype.toUpperCase(Locale.ROOT)),
                backend,
                threads,
                rowSpace,
                sharedProducts,
                deterministic)
            .open();
  }

  /** Releases the backend. */
  @TearDown(Level.Trial)
  public void close() {
    evaluation.close();
  }

  /** The unit of every other figure here. */
  @Benchmark
  public Tensor gradient() {
    return evaluation.gradient();
  }

  /** The loss alone. */
  @Benchmark
  public double loss() {
    return evaluation.loss();
  }

  /** One Hessian–vector product. */
  @Benchmark
  public Tensor hessianVector() {
    return evaluation.hessianVector();
  }

  /** All that one Edge Flow iteration with the centre closure evaluates. */
  @Benchmark
  public Symmetric symmetric() {
    return evaluation.symmetric();
  }

  /** The same before the edge, where the oscillation is lost in rounding. */
  @Benchmark
  public Symmetric quiet() {
    return evaluation.quiet();
  }

  /** All that one Edge Flow iteration with the chord closure evaluates. */
  @Benchmark
  public Symmetric chord() {
    return evaluation.chord();
  }
}

package org.edgeflow.bench;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.edgeflow.bench.workload.Convolution;
import org.edgeflow.bench.workload.Evaluation;
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
 * Whether the engine chooses well how to do a convolution: from which number of channels on tiles
 * are quicker than patches, and how many examples are best worked on at a time.
 *
 * <p>{@code ./edgeflow bench ConvolutionBenchmark.gradient -p backend=host,host:tiles=false} is the
 * first, {@code -p block=0,1,2,4,8,16} the second, in which 0 is what the engine chooses itself.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Thread)
public class ConvolutionBenchmark {

  /** Channels of both convolutions. */
  @Param({"8", "16", "32", "64"})
  public int channels;

  /** How many examples. */
  @Param("100")
  public int examples;

  /** The floating-point format. */
  @Param({"float32", "float64"})
  public String dtype;

  /** {@code host}, or {@code host:tiles=false}. */
  @Param({"host", "host:tiles=false"})
  public String backend;

  /** Examples worked on at a time; 0: as the engine chooses. */
  @Param("0")
  public int block;

  private Evaluation evaluation;

  /** Builds the network. */
  @Setup(Level.Trial)
  public void open() {
    DataType dataType = DataType.valueOf(dtype.toUpperCase(Locale.ROOT));
    evaluation = new Convolution(channels, examples, dataType, backend, block).open();
  }

  /** Releases the backend. */
  @TearDown(Level.Trial)
  public void close() {
    evaluation.close();
  }

  /** The unit of the other. */
  @Benchmark
  public Tensor gradient() {
    return evaluation.gradient();
  }

  /** All that one Edge Flow iteration with the chord closure evaluates. */
  @Benchmark
  public Symmetric chord() {
    return evaluation.chord();
  }
}

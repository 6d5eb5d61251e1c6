package org.edgeflow.bench;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.edgeflow.core.experiment.Experiment;
import org.edgeflow.core.experiment.ExperimentReader;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.objective.Symmetric;
import org.edgeflow.core.plugin.Registry;
import org.edgeflow.core.settings.Node;
import org.edgeflow.core.settings.Origin;
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
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@State(Scope.Thread)
public class DerivativeBenchmark {

  /** Hidden widths of a tanh MLP on fashion-mnist-1k. */
  @Param({"32,32", "200,200"})
  public String hidden;

  /** The floating-point format. */
  @Param({"float32", "float64"})
  public String dtype;

  /** Where tensors live. */
  @Param("nd4j-native")
  public String backend;

  private Experiment experiment;
  private Objective objective;
  private Tensor start;
  private Tensor direction;
  private Tensor result;
  private Symmetric symmetric;

  /** Builds the network through the registry, as a config does. */
  @Setup(Level.Trial)
  public void open() {
    Map<String, Node> objectiveSection = new LinkedHashMap<>();
    objectiveSection.put("type", text("mlp"));
    objectiveSection.put(
        "hidden",
        new Node.Sequence(
            Arrays.stream(hidden.split(",")).<Node>map(DerivativeBenchmark::text).toList(),
            origin()));
    Map<String, Node> config = new LinkedHashMap<>();
    config.put("experiment", text("benchmark"));
    config.put("steps", text("1"));
    config.put("learning-rate", text("0.1"));
    config.put("dtype", text(dtype));
    config.put("backend", text(backend));
    config.put("dataset", text("fashion-mnist-1k"));
    config.put("objective", new Node.Mapping(objectiveSection, origin()));
    experiment =
        Experiment.open(ExperimentReader.read(new Node.Mapping(config, origin()), Registry.load()));
    objective = experiment.problem().objective();
    start = experiment.problem().start();
    result = objective.backend().zeros(objective.dimension());
    direction = objective.backend().zeros(objective.dimension());
    objective.lossAndGradient(start, direction);
    objective.backend().scale(1 / objective.backend().norm(direction), direction);
    symmetric = new Symmetric(objective.backend(), objective.dimension());
  }

  private static Node text(String value) {
    return new Node.Scalar(value, false, origin());
  }

  private static Origin origin() {
    return new Origin("benchmark", 0, Path.of("."));
  }

  /** Releases the backend. */
  @TearDown(Level.Trial)
  public void close() {
    experiment.close();
  }

  /** The unit of every other figure here. */
  @Benchmark
  public double gradient() {
    return objective.lossAndGradient(start, result);
  }

  /** The loss alone. */
  @Benchmark
  public double loss() {
    return objective.loss(start);
  }

  /** One Hessian–vector product. */
  @Benchmark
  public Tensor hessianVector() {
    objective.hessianVector(start, direction, result);
    return result;
  }

  /** All that one Edge Flow iteration with the centre closure evaluates. */
  @Benchmark
  public double symmetric() {
    objective.symmetric(start, direction, 0.01, Symmetric.Request.HESSIAN_VECTOR, symmetric);
    return symmetric.loss();
  }
}

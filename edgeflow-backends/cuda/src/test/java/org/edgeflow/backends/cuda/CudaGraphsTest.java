package org.edgeflow.backends.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.edgeflow.backends.cuda.device.Card;
import org.edgeflow.backends.cuda.device.DeviceContext;
import org.edgeflow.backends.cuda.device.DeviceMemory;
import org.edgeflow.backends.cuda.graphs.Graphs;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.objective.Problem;
import org.edgeflow.core.objective.SampledLoss;
import org.edgeflow.core.objective.Symmetric;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Scalars;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.models.engine.EngineOptions;
import org.edgeflow.models.engine.NetworkProblem;
import org.edgeflow.models.engine.SmallNetworks;
import org.edgeflow.models.engine.graph.LayerGraph;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Evaluations that are replayed as graphs, beside the same ones queued operation by operation. */
@NeedsCard
class CudaGraphsTest {
  private static final int STEPS = Graphs.RUNS_BEFORE + 3;

  /** A loss, a gradient, a product, and {@code symmetric} for each request. */
  private static final int KINDS = 3 + Symmetric.Request.values().length;

  private static final String WITHOUT_KERNEL = "dense, CUBE";
  private static final List<String> DENSE = List.of("dense, TANH", WITHOUT_KERNEL);

  private static final Map<DataType, CudaBackend> EAGER = new EnumMap<>(DataType.class);

  /** A backend that records nothing. */
  private static CudaBackend eager(DataType dataType) {
    return EAGER.computeIfAbsent(dataType, format -> open(format, false));
  }

  private static CudaBackend open(DataType dataType, boolean graphs) {
    return (CudaBackend)
        new CudaBackendFactory()
            .create(new CudaBackendFactory.Settings(0, false, graphs), dataType);
  }

  @AfterAll
  static void close() {
    EAGER.values().forEach(CudaBackend::close);
  }

  static Stream<Arguments> networks() {
    // Of the many activations one with a kernel and one without.
    return SmallNetworks.all().entrySet().stream()
        .filter(e -> !e.getKey().startsWith("dense, ") || DENSE.contains(e.getKey()))
        .flatMap(
            e -> Stream.of(DataType.values()).map(f -> Arguments.of(e.getKey(), f, e.getValue())));
  }

  // Shared products in one format; blocks on several lanes, sharing nothing, in the other.
  private static EngineOptions way(DataType dataType) {
    return dataType == DataType.FLOAT32
        ? new EngineOptions(0, false, true, true)
        : new EngineOptions(4, true, false, false);
  }

  private static Problem problem(CudaBackend backend, LayerGraph graph, EngineOptions options) {
    return NetworkProblem.of(
        backend,
        graph,
        SmallNetworks.dataFor(graph),
        SmallNetworks.gaussians(graph.parameters(), 0.5, 3),
        null,
        options);
  }

  /** Everything that an objective answers on a way along which all its arguments change. */
  private static List<double[]> journey(CudaBackend backend, Problem problem) {
    Objective objective = problem.objective();
    int dimension = objective.dimension();
    List<double[]> found = new ArrayList<>();
    Tensor at = backend.copyOf(problem.start());
    Tensor direction = backend.zeros(dimension);
    Tensor gradient = backend.zeros(dimension);
    Symmetric out = new Symmetric(backend, dimension);
    for (int step = 0; step < STEPS; step++) {
      backend.write(SmallNetworks.gaussians(dimension, 0.3, 7 + step), direction);
      double magnitude = 0.05 * (step + 1);
      for (Symmetric.Request request : Symmetric.Request.values()) {
        objective.symmetric(at, direction, magnitude, request, out);
        found.add(new double[] {out.lossPlus(), out.lossMinus()});
        found.add(read(out.meanGradient()));
        if (request.halfDifference()) {
          found.add(read(out.halfDifference()));
        }
        if (request.hessianVector()) {
          found.add(read(out.hessianVector()));
        }
      }
      objective.hessianVector(at, direction, gradient);
      found.add(read(gradient));
      double loss = objective.lossAndGradient(at, gradient);
      found.add(new double[] {loss, objective.loss(at)});
      found.add(read(gradient));
      backend.axpy(-0.1, gradient, at);
    }
    return found;
  }

  private static double[] read(Tensor x) {
    double[] values = new double[x.size()];
    x.backend().read(x, values);
    return values;
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("networks")
  void replayedEvaluationsHaveTheBitsOfQueuedOnes(
      String name, DataType dataType, LayerGraph graph) {
    EngineOptions options = way(dataType);
    List<double[]> queued = journey(eager(dataType), problem(eager(dataType), graph, options));
    try (CudaBackend backend = open(dataType, true)) {
      Problem problem = problem(backend, graph, options);
      List<double[]> replayed = journey(backend, problem);
      assertThat(replayed).hasSameSizeAs(queued);
      for (int i = 0; i < queued.size(); i++) {
        assertThat(replayed.get(i)).as("answer %d", i).isEqualTo(queued.get(i));
      }
      // Two equal points in a row would also agree.
      int answers = queued.size() / STEPS;
      assertThat(queued.get(queued.size() - answers)).isNotEqualTo(queued.get(0));
      if (name.equals(WITHOUT_KERNEL)) {
        assertThat(backend.graphs().obstacle().orElseThrow()).contains("CUDA error 900");
        assertThat(backend.graphs().count()).isZero();
      } else {
        assertThat(backend.graphs().obstacle()).isEmpty();
        assertThat(backend.graphs().count()).isEqualTo(KINDS);
      }
      Reference.reachabilityFence(problem);
    }
  }

  @Test
  void aBatchThatIsWrittenAfterItsEvaluationWasRecordedIsSeen() {
    LayerGraph graph = SmallNetworks.all().get("convolution");
    int[][] batches = {{0, 3, 9, 10, 2}, {1, 4, 5, 6, 7}, {8, 4, 0, 1, 2}};
    for (int block : new int[] {0, 2}) {
      EngineOptions options = new EngineOptions(block, false, false, true);
      List<double[]> queued = batches(eager(DataType.FLOAT64), graph, options, batches);
      try (CudaBackend backend = open(DataType.FLOAT64, true)) {
        List<double[]> replayed = batches(backend, graph, options, batches);
        assertThat(replayed.toArray(new double[0][]))
            .isDeepEqualTo(queued.toArray(new double[0][]));
        assertThat(backend.graphs().obstacle()).isEmpty();
      }
    }
  }

  private static List<double[]> batches(
      CudaBackend backend, LayerGraph graph, EngineOptions options, int[][] batches) {
    Problem problem = problem(backend, graph, options);
    SampledLoss sampled = problem.objective().sampled(batches[0].length, 0).orElseThrow();
    Tensor gradient = backend.zeros(sampled.dimension());
    List<double[]> found = new ArrayList<>();
    for (int step = 0; step < 3 * STEPS; step++) {
      sampled.choose(batches[step % batches.length], new SplittableRandom(1));
      found.add(new double[] {sampled.lossAndGradient(problem.start(), gradient)});
      found.add(read(gradient));
    }
    return found;
  }

  @Test
  void scratchMemoryThatGrowsLaterIsLeftToTheGraphsThatUseIt() {
    try (CudaBackend backend = open(DataType.FLOAT64, true)) {
      Tensor small = backend.zeros(3, 5);
      backend.fill(small, 0.5);
      Tensor sums = backend.zeros(5);
      Runnable repeated = backend.repeated(() -> backend.kernels().rows().sum(small, 0, sums));
      for (int run = 0; run <= Graphs.RUNS_BEFORE; run++) {
        repeated.run();
      }
      assertThat(backend.graphs().count()).isEqualTo(1);
      assertThat(read(sums)).containsOnly(1.5);
      backend.fill(sums, 0);
      Tensor wide = backend.zeros(64, 4000);
      backend.kernels().rows().sum(wide, 0, backend.zeros(4000));
      // Whoever asks for room has what nobody holds taken back.
      for (int patience = 0; patience < 5; patience++) {
        System.gc();
        pause();
        assertThat(backend.room()).isPositive();
      }
      List<Tensor> others = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        Tensor other = backend.zeros(700);
        backend.fill(other, i);
        others.add(other);
      }
      repeated.run();
      assertThat(read(sums)).containsOnly(1.5);
      for (int i = 0; i < others.size(); i++) {
        assertThat(read(others.get(i))).containsOnly(i);
      }
    }
  }

  @Test
  void whatCannotBeRecordedIsDoneInFullAndOnceSaid() {
    try (CudaBackend backend = open(DataType.FLOAT32, true)) {
      Tensor x = backend.zeros(8);
      Scalars slot = backend.scalars(1);
      List<Double> read = new ArrayList<>();
      Runnable waits =
          backend.repeated(
              () -> {
                backend.dot(x, x, slot, 0);
                double[] number = new double[1];
                backend.read(slot, number);
                read.add(number[0]);
              });
      Runnable allocates = backend.repeated(() -> backend.copy(x, backend.zeros(8)));
      Runnable plain = backend.repeated(() -> backend.dot(x, x, slot, 0));
      for (int run = 0; run < STEPS; run++) {
        backend.fill(x, run);
        waits.run();
        allocates.run();
      }
      assertThat(read).containsExactly(0.0, 8.0, 32.0, 72.0, 128.0);
      assertThat(backend.graphs().obstacle().orElseThrow()).contains("CUDA error 900");
      assertThat(backend.graphs().count()).isZero();

      // The stream is none the worse for it.
      for (int run = 0; run < STEPS; run++) {
        backend.fill(x, 3);
        plain.run();
      }
      assertThat(backend.graphs().count()).isEqualTo(1);
      assertThat(backend.norm(x)).isEqualTo(Math.sqrt(72));
    }
  }

  @Test
  void whatIsWrongWithTheWorkItselfSurfaces() {
    try (CudaBackend backend = open(DataType.FLOAT64, true)) {
      Tensor[] target = {backend.zeros(3)};
      Tensor x = backend.zeros(3);
      Runnable repeated = backend.repeated(() -> backend.copy(x, target[0]));
      for (int run = 0; run < Graphs.RUNS_BEFORE; run++) {
        repeated.run();
      }
      target[0] = backend.zeros(4);
      assertThatThrownBy(repeated::run)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("sizes differ: [3] and [4]");
    }
  }

  @Test
  void graphsAreFreedWithTheBackendOrWhenNobodyHoldsTheirWork() {
    Assumptions.assumeTrue(EmulatedCard.isWanted(), "nobody else uses the emulated one");
    long before = unused();
    try (CudaBackend backend = open(DataType.FLOAT64, true)) {
      LayerGraph graph = SmallNetworks.all().get("residual");
      Problem problem = problem(backend, graph, EngineOptions.DEFAULT);
      journey(backend, problem);
      Tensor x = backend.zeros(4);
      Runnable held = backend.repeated(() -> backend.scale(2, x));
      for (int run = 0; run < STEPS; run++) {
        held.run();
      }
      assertThat(backend.graphs().count()).isEqualTo(KINDS + 1);
      Reference.reachabilityFence(problem);
      long withAll = unused();

      problem = null;
      for (int patience = 0; patience < 50 && backend.graphs().count() > 1; patience++) {
        System.gc();
        pause();
      }
      assertThat(backend.graphs().count()).isEqualTo(1);
      assertThat(unused()).isGreaterThan(withAll);
      held.run();
      assertThat(backend.norm(x)).isZero();
    }
    assertThat(unused()).isEqualTo(before);
  }

  /** What the driver has left, in bytes. */
  private static long unused() {
    try (DeviceContext context = new DeviceContext(Card.find(0).card());
        DeviceMemory none = new DeviceMemory(context)) {
      return none.available();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

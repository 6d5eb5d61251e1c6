package org.edgeflow.models.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.stream.Stream;
import org.edgeflow.core.objective.Cost;
import org.edgeflow.core.objective.CountingObjective;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.objective.Problem;
import org.edgeflow.core.objective.Symmetric;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.activation.StandardActivation;
import org.edgeflow.core.tensor.heap.HeapBackend;
import org.edgeflow.models.engine.graph.LayerGraph;
import org.edgeflow.models.engine.loss.Criterion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every layer and activation: exact derivatives, against differences and against each other. */
class NetworkObjectiveTest {
  private static final EngineOptions PLAIN = new EngineOptions(4, false, false, true);
  private final TensorBackend backend = new HeapBackend(DataType.FLOAT64);

  static Stream<Arguments> networks() {
    return SmallNetworks.all().entrySet().stream()
        .map((Map.Entry<String, LayerGraph> e) -> Arguments.of(e.getKey(), e.getValue()));
  }

  private Problem problem(LayerGraph graph, EngineOptions options) {
    return NetworkProblem.of(
        backend,
        graph,
        SmallNetworks.dataFor(graph),
        SmallNetworks.gaussians(graph.parameters(), 0.5, 3),
        null,
        options);
  }

  private Tensor direction(Objective objective, long seed) {
    Tensor v =
        backend.of(SmallNetworks.gaussians(objective.dimension(), 1, seed), objective.dimension());
    backend.scale(1 / backend.norm(v), v);
    return v;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void theGradientIsTheSlopeOfTheLoss(String name, LayerGraph graph) {
    Problem problem = problem(graph, PLAIN);
    Objective objective = problem.objective();
    Tensor v = direction(objective, 17);
    Tensor gradient = backend.zeros(objective.dimension());
    double loss = objective.lossAndGradient(problem.start(), gradient);
    assertThat(objective.loss(problem.start())).isEqualTo(loss);
    double h = 1e-3;
    double slope =
        (8 * (lossAt(problem, h, v) - lossAt(problem, -h, v))
                - (lossAt(problem, 2 * h, v) - lossAt(problem, -2 * h, v)))
            / (12 * h);
    assertThat(backend.dot(gradient, v)).isCloseTo(slope, within(1e-9 * backend.norm(gradient)));
  }

  private double lossAt(Problem problem, double step, Tensor v) {
    Tensor w = backend.zeros(v.size());
    backend.combine(1, problem.start(), step, v, w);
    return problem.objective().loss(w);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void theHessianVectorProductIsTheSlopeOfTheGradient(String name, LayerGraph graph) {
    Problem problem = problem(graph, PLAIN);
    Objective objective = problem.objective();
    Tensor v = direction(objective, 19);
    Tensor product = backend.zeros(objective.dimension());
    objective.hessianVector(problem.start(), v, product);
    double h = 4e-4;
    Tensor slope = backend.zeros(objective.dimension());
    addGradient(problem, h, v, 8 / (12 * h), slope);
    addGradient(problem, -h, v, -8 / (12 * h), slope);
    addGradient(problem, 2 * h, v, -1 / (12 * h), slope);
    addGradient(problem, -2 * h, v, 1 / (12 * h), slope);
    assertThat(backend.distance(product, slope) / backend.norm(product)).isLessThan(1e-9);
  }

  private void addGradient(Problem problem, double step, Tensor v, double weight, Tensor sum) {
    Tensor w = backend.zeros(v.size());
    Tensor gradient = backend.zeros(v.size());
    backend.combine(1, problem.start(), step, v, w);
    problem.objective().lossAndGradient(w, gradient);
    backend.axpy(weight, gradient, sum);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void theHessianIsSymmetric(String name, LayerGraph graph) {
    Problem problem = problem(graph, PLAIN);
    Objective objective = problem.objective();
    Tensor v = direction(objective, 23);
    Tensor w = direction(objective, 29);
    Tensor hv = backend.zeros(objective.dimension());
    Tensor hw = backend.zeros(objective.dimension());
    objective.hessianVector(problem.start(), v, hv);
    objective.hessianVector(problem.start(), w, hw);
    assertThat(backend.dot(w, hv)).isCloseTo(backend.dot(v, hw), within(1e-12 * backend.norm(hv)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void symmetricEqualsThreeSeparateCalls(String name, LayerGraph graph) {
    for (boolean shared : new boolean[] {true, false}) {
      assertSymmetricIsSeparateCalls(problem(graph, new EngineOptions(4, false, false, shared)));
    }
  }

  @Test
  void symmetricEqualsThreeSeparateCallsWhereManyExamplesAreInTheirRowSpace() {
    int examples = 70;
    LayerGraph graph =
        SmallNetworks.dense(StandardActivation.TANH, Criterion.SQUARED_ERROR, 90, 4, 5);
    for (int block : new int[] {0, 16}) {
      assertSymmetricIsSeparateCalls(
          NetworkProblem.of(
              backend,
              graph,
              SmallNetworks.data(examples, graph.input().channels()),
              SmallNetworks.gaussians(graph.parameters(), 0.5, 3),
              null,
              new EngineOptions(block, false, true, true)));
    }
  }

  private void assertSymmetricIsSeparateCalls(Problem problem) {
    Objective objective = problem.objective();
    Objective separate = new Separate(objective);
    Tensor v = direction(objective, 31);
    for (Symmetric.Request request : Symmetric.Request.values()) {
      for (double magnitude : new double[] {0.3, 1e-12}) {
        Symmetric ours = evaluated(objective, problem.start(), v, magnitude, request);
        Symmetric theirs = evaluated(separate, problem.start(), v, magnitude, request);
        assertThat(ours.lossPlus()).isCloseTo(theirs.lossPlus(), withinPercentage(1e-10));
        assertThat(ours.lossMinus()).isCloseTo(theirs.lossMinus(), withinPercentage(1e-10));
        assertEqual(ours.meanGradient(), theirs.meanGradient());
        if (request.halfDifference() && magnitude > 1e-6) {
          assertEqual(ours.halfDifference(), theirs.halfDifference());
        }
        if (request.hessianVector()) {
          assertEqual(ours.hessianVector(), theirs.hessianVector());
          assertThat(ours.centreLoss())
              .isCloseTo(objective.loss(problem.start()), withinPercentage(1e-10));
        } else {
          assertThat(ours.centreLoss()).isNaN();
        }
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void aQuietOscillationTakesOneGradientAndOneProductAndIsTheDefinitionToRounding(
      String name, LayerGraph graph) {
    for (DataType dataType : DataType.values()) {
      TensorBackend quiet = new HeapBackend(dataType);
      Problem problem =
          NetworkProblem.of(
              quiet,
              graph,
              SmallNetworks.dataFor(graph),
              SmallNetworks.gaussians(graph.parameters(), 0.5, 3),
              null,
              PLAIN);
      int dimension = problem.objective().dimension();
      Tensor v = quiet.of(SmallNetworks.gaussians(dimension, 1, 43), dimension);
      quiet.scale(1 / quiet.norm(v), v);
      double atTheSwitch = 0.999 * Quietness.bound(problem.start());
      double rounding = 4e3 * dataType.epsilon();
      for (Symmetric.Request request : Symmetric.Request.values()) {
        Symmetric ours = evaluated(problem.objective(), problem.start(), v, atTheSwitch, request);
        Symmetric definition =
            evaluated(new Separate(problem.objective()), problem.start(), v, atTheSwitch, request);
        assertThat(ours.cost())
            .isEqualTo(request.hessianVector() ? new Cost(0, 1, 1) : new Cost(0, 2, 0));
        assertThat(ours.loss()).isCloseTo(definition.loss(), within(rounding * ours.loss()));
        assertClose(ours.meanGradient(), definition.meanGradient(), rounding);
        if (request.hessianVector()) {
          assertClose(ours.hessianVector(), definition.hessianVector(), rounding);
        }
        if (request.halfDifference()) {
          double lost = rounding * quiet.norm(ours.meanGradient());
          assertThat(quiet.distance(ours.halfDifference(), definition.halfDifference()))
              .isLessThanOrEqualTo(lost);
        }
        Symmetric beyond =
            evaluated(problem.objective(), problem.start(), v, 1.01 * atTheSwitch, request);
        assertThat(beyond.cost()).isEqualTo(request.cost());
      }
    }
  }

  private static Symmetric evaluated(
      Objective objective, Tensor c, Tensor u, double r, Symmetric.Request request) {
    Symmetric out = new Symmetric(c.backend(), c.size());
    CountingObjective counting = new CountingObjective(objective);
    counting.symmetric(c, u, r, request, out);
    assertThat(counting.cost()).isEqualTo(out.cost());
    return out;
  }

  private static void assertClose(Tensor found, Tensor expected, double relative) {
    TensorBackend backend = expected.backend();
    assertThat(backend.distance(found, expected))
        .isLessThanOrEqualTo(relative * backend.norm(expected));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void theSizeOfBlocksChangesOnlyRounding(String name, LayerGraph graph) {
    Problem whole = problem(graph, new EngineOptions(SmallNetworks.EXAMPLES, false, false, true));
    Tensor v = direction(whole.objective(), 37);
    Symmetric expected = new Symmetric(backend, v.size());
    whole.objective().symmetric(whole.start(), v, 0.2, Symmetric.Request.BOTH, expected);
    for (int block : new int[] {0, 1, 3, 5}) {
      Problem problem = problem(graph, new EngineOptions(block, block == 3, false, true));
      Symmetric found = new Symmetric(backend, v.size());
      problem.objective().symmetric(problem.start(), v, 0.2, Symmetric.Request.BOTH, found);
      assertEqual(found.meanGradient(), expected.meanGradient());
      assertEqual(found.hessianVector(), expected.hessianVector());
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void nothingIsAllocatedInAStep(String name, LayerGraph graph) {
    Problem problem = problem(graph, PLAIN);
    Tensor v = direction(problem.objective(), 41);
    Symmetric out = new Symmetric(backend, v.size());
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      long before = threads.getThreadAllocatedBytes(thread);
      problem.objective().symmetric(problem.start(), v, 0.2, Symmetric.Request.BOTH, out);
      least = Math.min(least, threads.getThreadAllocatedBytes(thread) - before);
    }
    assertThat(least).isLessThan(10_000);
  }

  private void assertEqual(Tensor found, Tensor expected) {
    assertThat(backend.distance(found, expected))
        .isLessThanOrEqualTo(1e-12 * (1 + backend.norm(expected)));
  }

  /** An objective that shares nothing between its calls. */
  private record Separate(Objective objective) implements Objective {
    @Override
    public TensorBackend backend() {
      return objective.backend();
    }

    @Override
    public int dimension() {
      return objective.dimension();
    }

    @Override
    public double loss(Tensor parameters) {
      return objective.loss(parameters);
    }

    @Override
    public double lossAndGradient(Tensor parameters, Tensor gradient) {
      return objective.lossAndGradient(parameters, gradient);
    }

    @Override
    public void hessianVector(Tensor parameters, Tensor vector, Tensor product) {
      objective.hessianVector(parameters, vector, product);
    }
  }
}

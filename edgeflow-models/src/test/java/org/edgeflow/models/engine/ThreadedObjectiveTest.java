package org.edgeflow.models.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.edgeflow.backends.host.HostFactory;
import org.edgeflow.core.objective.Problem;
import org.edgeflow.core.objective.Symmetric;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.activation.StandardActivation;
import org.edgeflow.core.tensor.heap.HeapBackend;
import org.edgeflow.models.engine.graph.LayerGraph;
import org.edgeflow.models.engine.loss.Criterion;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The engine on the backend host, on one thread and several. */
class ThreadedObjectiveTest {

  static Stream<Arguments> networks() {
    Map<String, LayerGraph> graphs = new LinkedHashMap<>(SmallNetworks.all());
    graphs.keySet().removeIf(name -> name.startsWith("dense,") && !name.endsWith("TANH"));
    // More features than examples: in the row space.
    graphs.put(
        "wide", SmallNetworks.dense(StandardActivation.GELU, Criterion.CROSS_ENTROPY, 40, 8, 6));
    return graphs.entrySet().stream().map(e -> Arguments.of(e.getKey(), e.getValue()));
  }

  private static TensorBackend host(DataType dataType, int threads) {
    return new HostFactory()
        .create(new HostFactory.Settings(Optional.of(threads), Optional.empty(), true), dataType);
  }

  private static double[][] symmetric(
      TensorBackend backend, LayerGraph graph, EngineOptions options) {
    Problem problem =
        NetworkProblem.of(
            backend,
            graph,
            SmallNetworks.dataFor(graph),
            SmallNetworks.gaussians(graph.parameters(), 0.5, 3),
            null,
            options);
    int size = problem.objective().dimension();
    Tensor v = backend.of(SmallNetworks.gaussians(size, 0.1, 7), size);
    Symmetric out = new Symmetric(backend, size);
    double[][] results = {new double[size], new double[size], new double[size], new double[2]};
    for (int i = 0; i < 3; i++) {
      problem.objective().symmetric(problem.start(), v, 0.2, Symmetric.Request.BOTH, out);
    }
    backend.read(out.meanGradient(), results[0]);
    backend.read(out.halfDifference(), results[1]);
    backend.read(out.hessianVector(), results[2]);
    results[3][0] = out.lossPlus();
    results[3][1] = out.lossMinus();
    return results;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void deterministicResultsAreTheSameBitsOnAnyNumberOfThreads(String name, LayerGraph graph) {
    for (boolean rowSpace : new boolean[] {true, false}) {
      EngineOptions options = new EngineOptions(1, true, rowSpace, true);
      for (DataType dataType : DataType.values()) {
        double[][] expected = onHost(dataType, 1, graph, options);
        for (int threads : new int[] {2, 3, 5}) {
          assertThat(onHost(dataType, threads, graph, options)).isDeepEqualTo(expected);
        }
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void theHostAgreesWithTheReferenceToRounding(String name, LayerGraph graph) {
    for (boolean rowSpace : new boolean[] {true, false}) {
      EngineOptions options = new EngineOptions(0, false, rowSpace, true);
      assertAgree(
          onHost(DataType.FLOAT64, 3, graph, options),
          symmetric(new HeapBackend(DataType.FLOAT64), graph, options));
    }
  }

  private static void assertAgree(double[][] found, double[][] expected) {
    for (int part = 0; part < expected.length; part++) {
      double square = 0;
      double size = 0;
      for (int i = 0; i < expected[part].length; i++) {
        square += Math.pow(found[part][i] - expected[part][i], 2);
        size += Math.pow(expected[part][i], 2);
      }
      assertThat(Math.sqrt(square / size)).isLessThan(1e-12);
    }
  }

  private static double[][] onHost(
      DataType dataType, int threads, LayerGraph graph, EngineOptions options) {
    try (TensorBackend backend = host(dataType, threads)) {
      return symmetric(backend, graph, options);
    }
  }
}

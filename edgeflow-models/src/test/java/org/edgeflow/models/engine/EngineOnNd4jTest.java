package org.edgeflow.models.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.edgeflow.backends.nd4j.Nd4jBackendFactory;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.objective.Problem;
import org.edgeflow.core.objective.Symmetric;
import org.edgeflow.core.settings.NoSettings;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.activation.StandardActivation;
import org.edgeflow.core.tensor.heap.HeapBackend;
import org.edgeflow.models.engine.graph.LayerGraph;
import org.edgeflow.models.engine.loss.Criterion;
import org.edgeflow.nd4j.Device;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The exact engine on ND4J's arrays, every layer and activation, beside the reference. */
class EngineOnNd4jTest {

  static Stream<Arguments> networks() {
    Map<String, LayerGraph> graphs = new LinkedHashMap<>(SmallNetworks.all());
    // More features than examples: in the row space.
    graphs.put(
        "wide", SmallNetworks.dense(StandardActivation.GELU, Criterion.CROSS_ENTROPY, 40, 8, 6));
    return graphs.entrySet().stream().map(e -> Arguments.of(e.getKey(), e.getValue()));
  }

  private static TensorBackend nd4j(DataType dataType) {
    return new Nd4jBackendFactory(Device.CPU).create(new NoSettings(), dataType);
  }

  /** Loss, gradient and Hessian–vector product at the start, and what symmetric gives. */
  private static double[][] derivatives(TensorBackend backend, LayerGraph graph) {
    Problem problem =
        NetworkProblem.of(
            backend,
            graph,
            SmallNetworks.dataFor(graph),
            SmallNetworks.gaussians(graph.parameters(), 0.5, 3),
            null,
            EngineOptions.DEFAULT);
    Objective objective = problem.objective();
    int size = objective.dimension();
    Tensor v = backend.of(SmallNetworks.gaussians(size, 0.1, 7), size);
    Tensor gradient = backend.zeros(size);
    Tensor product = backend.zeros(size);
    Symmetric out = new Symmetric(backend, size);
    double[] losses = new double[3];
    // Twice: the second time in buffers that hold what the first left.
    for (int i = 0; i < 2; i++) {
      losses[0] = objective.lossAndGradient(problem.start(), gradient);
      objective.hessianVector(problem.start(), v, product);
      objective.symmetric(problem.start(), v, 0.2, Symmetric.Request.BOTH, out);
    }
    losses[1] = out.lossPlus();
    losses[2] = out.lossMinus();
    return new double[][] {
      losses,
      read(gradient),
      read(product),
      read(out.meanGradient()),
      read(out.halfDifference()),
      read(out.hessianVector())
    };
  }

  private static double[] read(Tensor x) {
    double[] values = new double[x.size()];
    x.backend().read(x, values);
    return values;
  }

  private static double apart(double[] x, double[] y) {
    double square = 0;
    double size = 0;
    for (int i = 0; i < x.length; i++) {
      square += (x[i] - y[i]) * (x[i] - y[i]);
      size += y[i] * y[i];
    }
    return Math.sqrt(square / size);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void everyDerivativeIsTheReferencesToRounding(String name, LayerGraph graph) {
    double[][] expected = derivatives(new HeapBackend(DataType.FLOAT64), graph);
    double[][] wide = derivatives(nd4j(DataType.FLOAT64), graph);
    double[][] narrow = derivatives(nd4j(DataType.FLOAT32), graph);
    for (int part = 0; part < expected.length; part++) {
      assertThat(apart(wide[part], expected[part])).as("float64, %d", part).isLessThan(1e-12);
      assertThat(apart(narrow[part], expected[part])).as("float32, %d", part).isLessThan(2e-4);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void theHessianIsSymmetric(String name, LayerGraph graph) {
    TensorBackend backend = nd4j(DataType.FLOAT64);
    Problem problem =
        NetworkProblem.of(
            backend,
            graph,
            SmallNetworks.dataFor(graph),
            SmallNetworks.gaussians(graph.parameters(), 0.5, 3),
            null,
            EngineOptions.DEFAULT);
    Objective objective = problem.objective();
    int size = objective.dimension();
    Tensor v = backend.of(SmallNetworks.gaussians(size, 1 / Math.sqrt(size), 23), size);
    Tensor w = backend.of(SmallNetworks.gaussians(size, 1 / Math.sqrt(size), 29), size);
    Tensor hv = backend.zeros(size);
    Tensor hw = backend.zeros(size);
    objective.hessianVector(problem.start(), v, hv);
    objective.hessianVector(problem.start(), w, hw);
    assertThat(backend.dot(w, hv)).isCloseTo(backend.dot(v, hw), within(1e-12 * backend.norm(hv)));
  }
}

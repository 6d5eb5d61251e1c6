package org.edgeflow.backends.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.stream.Stream;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.objective.Problem;
import org.edgeflow.core.objective.Symmetric;
import org.edgeflow.core.tensor.BackendUnavailableException;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.activation.StandardActivation;
import org.edgeflow.core.tensor.heap.HeapBackend;
import org.edgeflow.models.engine.EngineOptions;
import org.edgeflow.models.engine.NetworkProblem;
import org.edgeflow.models.engine.SmallNetworks;
import org.edgeflow.models.engine.graph.LayerGraph;
import org.edgeflow.models.engine.loss.Criterion;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The exact engine on a card computes what it computes in plain Java. */
@NeedsCard
class CudaNetworksTest {

  static Stream<Arguments> networks() {
    return SmallNetworks.all().entrySet().stream()
        .map((Map.Entry<String, LayerGraph> e) -> Arguments.of(e.getKey(), e.getValue()));
  }

  private record Evaluation(double[] losses, double[][] vectors) {}

  private static Evaluation evaluate(TensorBackend backend, LayerGraph graph, int batchBlock) {
    Problem problem =
        NetworkProblem.of(
            backend,
            graph,
            SmallNetworks.dataFor(graph),
            SmallNetworks.gaussians(graph.parameters(), 0.5, 3),
            null,
            new EngineOptions(batchBlock, false, true, true));
    Objective objective = problem.objective();
    int dimension = objective.dimension();
    Tensor direction = backend.of(SmallNetworks.gaussians(dimension, 0.3, 7), dimension);
    Symmetric out = new Symmetric(backend, dimension);
    objective.symmetric(problem.start(), direction, 0.2, Symmetric.Request.BOTH, out);
    Tensor gradient = backend.zeros(dimension);
    double loss = objective.lossAndGradient(problem.start(), gradient);
    return new Evaluation(
        new double[] {out.lossPlus(), out.lossMinus(), loss},
        new double[][] {
          read(out.meanGradient()),
          read(out.halfDifference()),
          read(out.hessianVector()),
          read(gradient)
        });
  }

  private static double[] read(Tensor x) {
    double[] values = new double[x.size()];
    x.backend().read(x, values);
    return values;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void lossesGradientsAndProductsAreThoseOfPlainJava(String name, LayerGraph graph) {
    Evaluation expected = evaluate(new HeapBackend(DataType.FLOAT64), graph, 0);
    for (int batchBlock : new int[] {0, 4}) {
      Evaluation found = evaluate(Cards.open(DataType.FLOAT64), graph, batchBlock);
      for (int i = 0; i < expected.losses().length; i++) {
        assertThat(found.losses()[i])
            .isCloseTo(expected.losses()[i], within(1e-12 * Math.abs(expected.losses()[i])));
      }
      for (int i = 0; i < expected.vectors().length; i++) {
        double[] wanted = expected.vectors()[i];
        double[] got = found.vectors()[i];
        double apart = 0;
        double length = 0;
        for (int j = 0; j < wanted.length; j++) {
          apart = Math.hypot(apart, got[j] - wanted[j]);
          length = Math.hypot(length, wanted[j]);
        }
        assertThat(apart).as("vector %d", i).isLessThan(1e-12 * length + 1e-300);
      }
    }
  }

  @Test
  void theSameEvaluationTwiceGivesTheSameBits() {
    LayerGraph graph = SmallNetworks.all().values().iterator().next();
    Evaluation first = evaluate(Cards.open(DataType.FLOAT32), graph, 4);
    Evaluation second = evaluate(Cards.open(DataType.FLOAT32), graph, 4);
    assertThat(second.losses()).containsExactly(first.losses());
    assertThat(second.vectors()).isDeepEqualTo(first.vectors());
  }

  @Test
  void aBlockThatDoesNotFitIsRefusedWithTheOneThatDoes() {
    Assumptions.assumeTrue(EmulatedCard.isWanted(), "fills the card, so only the emulated one");
    // Of its own, for it takes nearly everything.
    try (TensorBackend backend =
        new CudaBackendFactory()
            .create(new CudaBackendFactory.Settings(0, false, true), DataType.FLOAT64)) {
      LayerGraph graph =
          SmallNetworks.dense(StandardActivation.TANH, Criterion.SQUARED_ERROR, 5, 3000);
      double[] start = new double[graph.parameters()];
      assertThatThrownBy(
              () ->
                  NetworkProblem.of(
                      backend,
                      graph,
                      SmallNetworks.data(4000, 5),
                      start,
                      null,
                      new EngineOptions(4000, false, true, true)))
          .isInstanceOf(BackendUnavailableException.class)
          .hasMessageContaining("with 4000 examples at a time it needs")
          .hasMessageMatching("(?s).*Set the objective's 'batch-block' to \\d+ or less.*");
      Problem adjusted =
          NetworkProblem.of(
              backend, graph, SmallNetworks.data(4000, 5), start, null, EngineOptions.DEFAULT);
      assertThat(adjusted.objective().dimension()).isEqualTo(graph.parameters());
    }
  }
}

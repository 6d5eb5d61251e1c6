package org.edgeflow.models.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.objective.ParameterBlock;
import org.edgeflow.core.objective.Problem;
import org.edgeflow.core.record.probe.LayerSharpness;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.activation.StandardActivation;
import org.edgeflow.core.tensor.heap.HeapBackend;
import org.edgeflow.models.engine.graph.LayerGraph;
import org.edgeflow.models.engine.loss.Criterion;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.RealMatrix;
import org.junit.jupiter.api.Test;

class LayerBlocksTest {
  private static final int FEATURES = 20;
  private final TensorBackend backend = new HeapBackend(DataType.FLOAT64);
  // Eleven examples of more features: the row space is smaller.
  private final LayerGraph graph =
      SmallNetworks.dense(StandardActivation.TANH, Criterion.SQUARED_ERROR, FEATURES, 4, 5);

  private Problem problem(int[] order, boolean rowSpace) {
    return NetworkProblem.of(
        backend,
        graph,
        SmallNetworks.dataFor(graph),
        SmallNetworks.gaussians(graph.parameters(), 0.5, 3),
        order,
        new EngineOptions(0, true, rowSpace, true));
  }

  private double[] sharpness(Problem problem) {
    LayerSharpness probe = new LayerSharpness(problem.objective(), problem.blocks(), 1e-9, 3);
    double[] values = new double[probe.columns().size()];
    probe.measure(problem.start(), values);
    return values;
  }

  private RealMatrix dense(Problem problem) {
    Objective objective = problem.objective();
    int dimension = objective.dimension();
    double[][] rows = new double[dimension][dimension];
    Tensor product = backend.zeros(dimension);
    for (int i = 0; i < dimension; i++) {
      double[] unit = new double[dimension];
      unit[i] = 1;
      objective.hessianVector(problem.start(), backend.of(unit, dimension), product);
      backend.read(product, rows[i]);
    }
    RealMatrix hessian = new Array2DRowRealMatrix(rows, false);
    assertThat(hessian.subtract(hessian.transpose()).getNorm1())
        .isLessThan(1e-13 * hessian.getNorm1());
    return hessian.add(hessian.transpose()).scalarMultiply(0.5);
  }

  @Test
  void aLayersSharpnessIsThatOfItsBlockOfTheDenseHessian() {
    Problem problem = problem(null, false);
    assertThat(problem.blocks())
        .containsExactlyElementsOf(
            ParameterBlock.behindOneAnother(
                List.of("hidden 1", "hidden 2", "output"), 4 * 21, 5 * 5, 3 * 6));
    RealMatrix hessian = dense(problem);
    double[] found = sharpness(problem);
    for (int i = 0; i < 3; i++) {
      ParameterBlock block = problem.blocks().get(i);
      int to = block.from() + block.size() - 1;
      RealMatrix part = hessian.getSubMatrix(block.from(), to, block.from(), to);
      assertThat(found[i])
          .isCloseTo(
              new EigenDecompositionSymmetric(part).getEigenvalue(0), within(1e-8 * found[i]));
    }
    assertThat(found[4]).isEqualTo(1);
  }

  @Test
  void theRowSpaceTurnsTheFirstBlockAndLeavesItsSharpness() {
    Problem reduced = problem(null, true);
    assertThat(reduced.rotated()).isTrue();
    assertThat(reduced.blocks().get(0)).isEqualTo(new ParameterBlock("hidden 1", 0, 4 * 12));
    double[] whole = sharpness(problem(null, false));
    double[] turned = sharpness(reduced);
    for (int i = 0; i < whole.length; i++) {
      assertThat(turned[i]).isCloseTo(whole[i], within(1e-8 * whole[i]));
    }
  }

  @Test
  void blocksLieWhereTheCallersOrderHasThem() {
    // The whole order backwards: the last layer's parameters come first.
    int dimension = graph.parameters();
    Problem backwards =
        problem(IntStream.range(0, dimension).map(i -> dimension - 1 - i).toArray(), false);
    assertThat(backwards.blocks())
        .containsExactlyElementsOf(
            ParameterBlock.behindOneAnother(
                List.of("output", "hidden 2", "hidden 1"), 3 * 6, 5 * 5, 4 * 21));
  }
}

package org.edgeflow.core.record.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.edgeflow.core.checkpoint.Snapshot;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.objective.ObjectiveFactory;
import org.edgeflow.core.objective.ParameterBlock;
import org.edgeflow.core.objective.Problem;
import org.edgeflow.core.objective.closedform.ClosedFormObjective;
import org.edgeflow.core.objective.closedform.MatrixFactorization;
import org.edgeflow.core.objective.closedform.Quadratic;
import org.edgeflow.core.optimizer.UpdateRule;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.edgeflow.core.tensor.heap.HeapBackend;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.RealMatrix;
import org.junit.jupiter.api.Test;

class LayerSharpnessTest {
  private final TensorBackend backend = new HeapBackend(DataType.FLOAT64);

  private double[] measured(Objective objective, List<ParameterBlock> blocks, double... point) {
    Probe probe = new LayerSharpness(objective, blocks, 1e-9, 3);
    double[] values = new double[probe.columns().size()];
    probe.measure(backend.of(point, point.length), values);
    return values;
  }

  /** At a balanced minimum of two factors each block is {@code Σ ⊗ 1}, and the whole makes 2σ₁. */
  @Test
  void eachFactorOfABalancedMinimumMakesHalfTheSharpness() {
    Problem problem =
        new MatrixFactorization.Factory()
            .create(
                new MatrixFactorization.Factory.Settings(
                    List.of(2.0, 0.5), Optional.empty(), 2, 1.0),
                new ObjectiveFactory.Context(backend, Optional.empty(), 1));
    double a = Math.sqrt(2);
    double b = Math.sqrt(0.5);
    double[] minimum = {a, 0, 0, b, a, 0, 0, b};
    double[] parts = measured(problem.objective(), problem.blocks(), minimum);
    double[] whole = measured(problem.objective(), List.of(ParameterBlock.whole(8)), minimum);
    assertThat(parts).containsExactly(new double[] {2, 2, 2, 1}, within(1e-8));
    assertThat(whole[0]).isCloseTo(4, within(1e-8));
    assertThat(new LayerSharpness(problem.objective(), problem.blocks(), 1e-3, 1).columns())
        .containsExactly(
            "layer_sharpness_factor_1",
            "layer_sharpness_factor_2",
            "layer_sharpness",
            "layer_sharpness_converged");
  }

  @Test
  void theBlocksOfADenseMatrixHaveTheEigenvaluesOfItsSubmatrices() {
    double[] normal = {0.1, 0.5, -0.4, 0.3, 0.4, Math.sqrt(0.33)};
    Objective objective =
        new ClosedFormObjective(backend, new Quadratic(new double[] {-3, 7, 1, 0.2, 5, 4}, normal));
    List<ParameterBlock> blocks =
        ParameterBlock.behindOneAnother(List.of("first", "second", "third"), 3, 1, 2);
    double[] found = measured(objective, blocks, 1, 2, 3, 4, 5, 6);
    RealMatrix hessian = dense(objective);
    for (int i = 0; i < blocks.size(); i++) {
      int from = blocks.get(i).from();
      int to = from + blocks.get(i).size() - 1;
      double expected =
          new EigenDecompositionSymmetric(hessian.getSubMatrix(from, to, from, to))
              .getEigenvalue(0);
      assertThat(found[i]).isCloseTo(expected, within(1e-7));
      assertThat(found[i]).isLessThan(7);
    }
    assertThat(found[3]).isEqualTo(Math.max(found[0], Math.max(found[1], found[2])));
  }

  private RealMatrix dense(Objective objective) {
    int dimension = objective.dimension();
    double[][] rows = new double[dimension][dimension];
    Tensor product = backend.zeros(dimension);
    for (int i = 0; i < dimension; i++) {
      double[] unit = new double[dimension];
      unit[i] = 1;
      objective.hessianVector(backend.zeros(dimension), backend.of(unit, dimension), product);
      backend.read(product, rows[i]);
    }
    return new Array2DRowRealMatrix(rows, false);
  }

  @Test
  void aWarmStartIsRememberedByASnapshot() {
    Objective objective =
        new ClosedFormObjective(backend, new Quadratic(new double[] {3, 2, 1.5, 1}, new double[4]));
    List<ParameterBlock> blocks = ParameterBlock.behindOneAnother(List.of("a", "b"), 2, 2);
    Tensor point = backend.zeros(4);
    double[] values = new double[4];
    Probe first = new LayerSharpness(objective, blocks, 1e-3, 3);
    first.measure(point, values);
    Snapshot snapshot = new Snapshot();
    first.save(snapshot, "");
    Probe second = new LayerSharpness(objective, blocks, 1e-3, 99);
    second.restore(snapshot, "");
    double[] again = new double[4];
    first.measure(point, values);
    second.measure(point, again);
    assertThat(again).containsExactly(values);
  }

  @Test
  void layersAreChosenByNameAndUnknownOnesAreRefused() {
    Objective objective =
        new ClosedFormObjective(backend, new Quadratic(new double[] {3, 2, 1}, new double[3]));
    LayerSharpness.Factory factory = new LayerSharpness.Factory();
    ProbeFactory.Context context =
        new ProbeFactory.Context(
            objective,
            ParameterBlock.behindOneAnother(List.of("hidden 1", "output"), 2, 1),
            UpdateRule.gradientDescent(0.1),
            1);
    assertThat(
            factory
                .create(new LayerSharpness.Factory.Settings(List.of("output"), 1e-3), context)
                .columns())
        .containsExactly("layer_sharpness_output", "layer_sharpness", "layer_sharpness_converged");
    assertThatThrownBy(
            () ->
                factory.create(
                    new LayerSharpness.Factory.Settings(List.of("hiden 1"), 1e-3), context))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "probe layer-sharpness: 'layers' names 'hiden 1', which is none here. Did you mean"
                + " 'hidden_1'? Layers: hidden_1, output.");
    assertThatThrownBy(
            () ->
                factory.create(
                    new LayerSharpness.Factory.Settings(List.of("output", "output"), 1e-3),
                    context))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("twice");
  }

  @Test
  void blocksAreAllParametersOnce() {
    Problem problem =
        new Problem(
            new ClosedFormObjective(backend, new Quadratic(new double[] {1, 1}, new double[2])),
            backend.zeros(2),
            List.of("x", "y"));
    assertThat(problem.blocks())
        .containsExactly(new ParameterBlock("x", 0, 1), new ParameterBlock("y", 1, 1));
    assertThatThrownBy(() -> problem.withBlocks(List.of(new ParameterBlock("x", 0, 1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the blocks hold 1 parameters, the objective has 2");
    assertThatThrownBy(
            () ->
                problem.withBlocks(
                    List.of(new ParameterBlock("x", 0, 1), new ParameterBlock("x", 1, 1))))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

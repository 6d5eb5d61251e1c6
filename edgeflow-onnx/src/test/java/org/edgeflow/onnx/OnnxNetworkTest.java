package org.edgeflow.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.objective.Problem;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks of PyTorch, against its autograd. */
class OnnxNetworkTest {
  private static final double CLOSE = 1e-10;

  private static double[] values(Tensor tensor) {
    double[] values = new double[tensor.size()];
    tensor.backend().read(tensor, values);
    return values;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mlp-script-13",
        "mlp-dynamo-18",
        "mlp-dynamo-21",
        "cnn-script-13",
        "cnn-dynamo-20",
        "residual-script-17",
        "residual-plain-18",
        "transformer-script-14",
        "transformer-script-17",
        "transformer-dynamo-18",
        "transformer-plain-21",
        "odds-script-16"
      })
  void lossGradientAndHessianVectorProductsArePyTorchs(String name) {
    Fixture fixture = Fixture.of(name);
    Problem problem = fixture.problem();
    Objective objective = problem.objective();
    TensorBackend backend = objective.backend();
    int dimension = objective.dimension();
    assertThat(values(problem.start())).containsExactly(fixture.array("start"));
    Tensor gradient = backend.zeros(dimension);
    double loss = objective.lossAndGradient(problem.start(), gradient);
    assertThat(loss).isCloseTo(fixture.array("loss")[0], within(CLOSE));
    assertThat(objective.loss(problem.start())).isEqualTo(loss);
    assertThat(values(gradient)).containsExactly(fixture.array("gradient"), within(CLOSE));
    Tensor product = backend.zeros(dimension);
    objective.hessianVector(
        problem.start(), backend.of(fixture.array("direction"), dimension), product);
    assertThat(values(product)).containsExactly(fixture.array("product"), within(CLOSE));
  }
}

package org.edgeflow.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.ModelProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.objective.Problem;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.junit.jupiter.api.io.TempDir;
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
        "float32-script-15",
        "float32-dynamo-19",
        "beside-dynamo-18",
        "cnn-script-13",
        "cnn-dynamo-20",
        "residual-script-17",
        "residual-plain-18",
        "transformer-script-14",
        "transformer-script-17",
        "transformer-dynamo-18",
        "transformer-plain-21",
        "vision-script-20",
        "vision-dynamo-20",
        "odds-script-16",
        "odds-dynamo-18",
        "lstm-script-13",
        "lstm-dynamo-18",
        "lstm-plain-20",
        "lstm-script-17",
        "lstm-plain-21",
        "gru-script-14",
        "gru-plain-18",
        "gru-dynamo-20",
        "gru-plain-21",
        "gru-script-16"
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

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7})
  void aFileThatFixesItsBatchIsTheSameFunctionOfAnExample(int batch, @TempDir Path directory)
      throws IOException {
    Fixture sound = Fixture.of("mlp-dynamo-21");
    ModelProto.Builder model = ModelProto.parseFrom(sound.bytes()).toBuilder();
    model
        .getGraphBuilder()
        .getInputBuilder(0)
        .getTypeBuilder()
        .getTensorTypeBuilder()
        .getShapeBuilder()
        .getDimBuilder(0)
        .setDimValue(batch);
    Path file = Files.write(directory.resolve("fixed.onnx"), model.build().toByteArray());
    Problem problem = new Fixture(file, sound.arrays()).problem();
    assertThat(problem.objective().loss(problem.start()))
        .isCloseTo(sound.array("loss")[0], within(CLOSE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"cnn-script-13", "transformer-plain-21", "float32-dynamo-19"})
  void float32ComputesTheSameToItsOwnDigits(String name) {
    Fixture fixture = Fixture.of(name);
    Problem problem =
        Fixture.problem(
            fixture.network(), fixture.loss(), fixture.dataset(), DataType.FLOAT32, List.of());
    Tensor gradient = problem.objective().backend().zeros(problem.objective().dimension());
    double loss = problem.objective().lossAndGradient(problem.start(), gradient);
    assertThat(loss).isCloseTo(fixture.array("loss")[0], within(1e-5));
    assertThat(values(gradient)).containsExactly(fixture.array("gradient"), within(1e-5));
  }
}

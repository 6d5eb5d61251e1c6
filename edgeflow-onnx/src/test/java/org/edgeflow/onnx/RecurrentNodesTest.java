package org.edgeflow.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.edgeflow.core.objective.Problem;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What of ONNX's {@code LSTM} and {@code GRU} is taken, beyond what PyTorch writes, and what not.
 */
class RecurrentNodesTest {
  private static final int LENGTHS = 4;
  private static final int INITIAL = 5;

  @TempDir private Path directory;

  private Fixture changed(String fixture, Consumer<GraphProto.Builder> change) throws IOException {
    Fixture sound = Fixture.of(fixture);
    ModelProto.Builder model = ModelProto.parseFrom(sound.bytes()).toBuilder();
    change.accept(model.getGraphBuilder());
    Path file = Files.write(directory.resolve("changed.onnx"), model.build().toByteArray());
    return new Fixture(file, sound.arrays());
  }

  private static NodeProto.Builder recurrent(GraphProto.Builder graph) {
    return graph.getNodeBuilderList().stream()
        .filter(node -> List.of("LSTM", "GRU").contains(node.getOpType()))
        .findFirst()
        .orElseThrow();
  }

  private void assertRefused(String fixture, Consumer<GraphProto.Builder> change, String... words)
      throws IOException {
    Fixture changed = changed(fixture, change);
    assertThatThrownBy(changed::problem)
        .isInstanceOf(ConfigException.class)
        .message()
        .contains(words)
        .contains(fixture.startsWith("gru") ? "(GRU)" : "(LSTM)")
        .doesNotContain("\n", "Exception", "null");
  }

  private static AttributeProto words(String name, String... values) {
    AttributeProto.Builder attribute =
        AttributeProto.newBuilder().setName(name).setType(AttributeType.STRINGS);
    for (String value : values) {
      attribute.addStrings(ByteString.copyFromUtf8(value));
    }
    return attribute.build();
  }

  private static AttributeProto integer(String name, long value) {
    return AttributeProto.newBuilder().setName(name).setType(AttributeType.INT).setI(value).build();
  }

  private static void initializer(GraphProto.Builder graph, String name, int type, double number) {
    TensorProto.Builder tensor = TensorProto.newBuilder().setName(name).setDataType(type);
    tensor.addDims(1);
    if (type == DataType.INT32.getNumber()) {
      tensor.addInt32Data((int) number);
    } else {
      tensor.addDoubleData(number);
    }
    graph.addInitializer(tensor);
  }

  @Test
  void anAttributeThatChangesTheFormulaIsNamed() throws IOException {
    assertRefused(
        "lstm-script-13",
        graph ->
            recurrent(graph)
                .addAttribute(
                    AttributeProto.newBuilder()
                        .setName("clip")
                        .setType(AttributeType.FLOAT)
                        .setF(3)),
        "'clip' to be 3.0");
    assertRefused(
        "lstm-script-13",
        graph -> recurrent(graph).addAttribute(words("activations", "Sigmoid", "Relu", "Tanh")),
        "'activations' to be [Sigmoid, Relu, Tanh]");
    assertRefused(
        "lstm-script-13",
        graph -> recurrent(graph).addAttribute(integer("input_forget", 1)),
        "'input_forget' to be 1");
    assertRefused(
        "gru-script-16",
        graph -> recurrent(graph).clearAttribute().addAttribute(integer("linear_before_reset", 0)),
        "linear_before_reset = 0");
  }

  @Test
  void anInputThatChangesTheFormulaIsNamed() throws IOException {
    assertRefused(
        "lstm-script-13",
        graph -> {
          initializer(graph, "peepholes", DataType.DOUBLE.getNumber(), 0.5);
          recurrent(graph).addInput("peepholes");
        },
        "peepholes (P, input 8)");
    assertRefused(
        "gru-script-16",
        graph -> {
          initializer(graph, "start", DataType.DOUBLE.getNumber(), 0.5);
          recurrent(graph).setInput(INITIAL, "start");
        },
        "an initial state that is not zero");
    assertRefused(
        "gru-script-16",
        graph -> {
          initializer(graph, "lengths", DataType.INT32.getNumber(), 3);
          recurrent(graph).setInput(LENGTHS, "lengths");
        },
        "sequence_lens, input 5");
  }

  @Test
  void theCellsLastStateHasNoPlaceInTheEngine() throws IOException {
    assertRefused(
        "lstm-script-13",
        graph -> {
          String cell = recurrent(graph).getOutput(2);
          graph.addNode(
              NodeProto.newBuilder().setOpType("Squeeze").addInput(cell).addOutput("cell"));
          graph.setOutput(0, graph.getOutput(0).toBuilder().setName("cell"));
        },
        "Y_c, output 3");
  }

  @Test
  void recurrentWeightsThatAreNotTrainedAreRefusedByName() throws IOException {
    Fixture fixture = Fixture.of("gru-plain-21");
    assertThatThrownBy(
            () ->
                Fixture.problem(
                    fixture.network(),
                    fixture.loss(),
                    fixture.dataset(),
                    org.edgeflow.core.tensor.DataType.FLOAT64,
                    List.of("cell.weight_hh_l0")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("recurrent weights (R, input 3)");
  }

  @Test
  void biasesAndInputWeightsMayStandStill() {
    Fixture fixture = Fixture.of("lstm-script-13");
    Problem all = fixture.problem();
    Problem some =
        Fixture.problem(
            fixture.network(),
            fixture.loss(),
            fixture.dataset(),
            org.edgeflow.core.tensor.DataType.FLOAT64,
            List.of("cell.weight_ih_l0", "cell.bias_ih_l0"));
    assertThat(some.objective().dimension()).isEqualTo(all.objective().dimension() - 48 - 12);
    Tensor gradient = some.objective().backend().zeros(some.objective().dimension());
    assertThat(some.objective().lossAndGradient(some.start(), gradient))
        .isCloseTo(fixture.array("loss")[0], within(1e-12));
    double[] kept = new double[gradient.size()];
    gradient.backend().read(gradient, kept);
    double[] whole = fixture.array("gradient");
    // The file has weight_ih (48), weight_hh (36), bias_ih (12), bias_hh (12), then the head.
    assertThat(java.util.Arrays.copyOf(kept, 36))
        .containsExactly(java.util.Arrays.copyOfRange(whole, 48, 84), within(1e-10));
    assertThat(java.util.Arrays.copyOfRange(kept, 36, kept.length))
        .containsExactly(java.util.Arrays.copyOfRange(whole, 96, whole.length), within(1e-10));
  }

  @Test
  void theUsualFormulaMaySpellItselfOut() throws IOException {
    Fixture spelt =
        changed(
            "lstm-script-13",
            graph -> {
              initializer(graph, "lengths", DataType.INT32.getNumber(), 5);
              recurrent(graph)
                  .setInput(LENGTHS, "lengths")
                  .addAttribute(words("activations", "Sigmoid", "Tanh", "Tanh"));
            });
    Problem problem = spelt.problem();
    assertThat(problem.objective().loss(problem.start()))
        .isCloseTo(spelt.array("loss")[0], within(1e-12));
  }
}

package org.edgeflow.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.edgeflow.core.data.Dataset;
import org.edgeflow.core.objective.Problem;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.models.network.setting.Criterion;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that somebody made to do harm, or that were damaged, or are not what is needed. */
class HostileNetworkTest {
  private final Fixture sound = Fixture.of("mlp-dynamo-21");
  @TempDir Path directory;
  private ModelProto model;
  private Path file;

  @BeforeEach
  void aSoundNetwork() throws InvalidProtocolBufferException {
    model = ModelProto.parseFrom(sound.bytes());
    file = directory.resolve("model.onnx");
  }

  private Problem open(Dataset dataset, List<String> frozen) {
    return Fixture.problem(file, Criterion.CROSS_ENTROPY, dataset, DataType.FLOAT64, frozen);
  }

  private void assertRefused(String... words) {
    assertRefused(sound.dataset(), words);
  }

  private void assertRefused(Dataset dataset, String... words) {
    Throwable thrown = catchThrowable(() -> open(dataset, List.of()));
    assertThat(thrown).isInstanceOf(ConfigException.class).hasMessageContainingAll(words);
    assertThat(thrown.getMessage())
        .startsWith("objective onnx: " + file)
        .hasSizeLessThan(1500)
        .doesNotContain("Exception", "\n", "null");
  }

  private void assertRefused(byte[] bytes, String... words) throws IOException {
    Files.write(file, bytes);
    assertRefused(words);
  }

  private void assertChangedRefused(Consumer<GraphProto.Builder> change, String... words)
      throws IOException {
    ModelProto.Builder changed = model.toBuilder();
    change.accept(changed.getGraphBuilder());
    assertRefused(changed.build().toByteArray(), words);
  }

  private static Dimension extent(long value) {
    return Dimension.newBuilder().setDimValue(value).build();
  }

  @Test
  void whatIsNoNetworkIsRefused() throws IOException {
    assertRefused("does not exist");
    assertRefused(new byte[0], "holds no network");
    assertRefused("steps: 3\n".getBytes(java.nio.charset.StandardCharsets.UTF_8), "no ONNX file");
    byte[] noise = new byte[5000];
    new SplittableRandom(1).nextBytes(noise);
    assertRefused(noise, "no ONNX file");
    Files.delete(file);
    Files.createDirectory(file);
    assertRefused("is not a file");
  }

  @Test
  void aFileCutOffAnywhereIsRefusedInOneMessage() throws IOException {
    byte[] bytes = sound.bytes();
    for (int length = 1; length < bytes.length; length += 37) {
      assertRefused(Arrays.copyOf(bytes, length), ".onnx ");
    }
  }

  @Test
  void aFlippedBitIsRefusedInOneMessageOrIsAnotherNetwork() throws IOException {
    byte[] bytes = sound.bytes();
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 300; i++) {
      byte[] flipped = bytes.clone();
      flipped[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      Files.write(file, flipped);
      Throwable thrown = catchThrowable(() -> open(sound.dataset(), List.of()));
      if (thrown != null) {
        assertThat(thrown).isInstanceOf(ConfigException.class);
      }
    }
  }

  @Test
  void tensorsBeyondAllMeasureAreRefusedBeforeTheyAreMade() throws IOException {
    assertChangedRefused(
        graph -> graph.getInitializerBuilder(0).setDims(0, 1L << 60), "more than an array holds");
    assertChangedRefused(
        graph -> graph.getInitializerBuilder(0).setDims(0, 1L << 62).setDims(1, 4),
        "more than an array holds");
    assertChangedRefused(
        graph -> graph.getInitializerBuilder(0).setDims(0, -5), "negative extent -5");
    assertChangedRefused(
        graph -> graph.getInitializerBuilder(0).setDims(0, 1 << 20), "is damaged", "bytes");
    assertChangedRefused(
        graph ->
            graph
                .getInputBuilder(0)
                .getTypeBuilder()
                .getTensorTypeBuilder()
                .getShapeBuilder()
                .setDim(1, extent(1L << 60)),
        "the extent");
    assertChangedRefused(
        graph ->
            graph
                .getInputBuilder(0)
                .getTypeBuilder()
                .getTensorTypeBuilder()
                .getShapeBuilder()
                .setDim(1, extent(-3)),
        "the extent -3");
  }

  @Test
  void knownNumbersThatGrowWithoutEndAreRefused() throws IOException {
    TensorProto size =
        TensorProto.newBuilder()
            .setName("size")
            .setDataType(TensorProto.DataType.INT64.getNumber())
            .addDims(1)
            .addInt64Data(1L << 29)
            .build();
    assertChangedRefused(
        graph -> {
          graph.addInitializer(size);
          NodeProto.Builder filled = node("ConstantOfShape", "filled", "size");
          NodeProto.Builder sum = node("ReduceSum", "sum", "filled");
          NodeProto.Builder end = node("Add", "end", "output", "sum");
          graph.addNode(filled).addNode(sum).addNode(end);
          graph.getOutputBuilder(0).setName("end");
        },
        "numbers before any example");
  }

  private static NodeProto.Builder node(String operator, String output, String... inputs) {
    return NodeProto.newBuilder()
        .setName("added " + output)
        .setOpType(operator)
        .addAllInput(List.of(inputs))
        .addOutput(output);
  }

  @Test
  void cyclesAndPartsThatAreMissingAreRefused() throws IOException {
    assertChangedRefused(
        graph -> graph.getNodeBuilder(0).setInput(0, "output"),
        "a cycle, or a part that is missing");
    assertChangedRefused(
        graph -> graph.getNodeBuilder(0).setInput(0, "nowhere\n\u001b[2J"), "'nowhere??[2J'");
    assertChangedRefused(
        graph -> graph.addNode(graph.getNode(0)), "is damaged: it defines", "twice");
    assertChangedRefused(
        graph -> graph.addInitializer(graph.getInitializer(0)), "is damaged: it defines", "twice");
  }

  @Test
  void nestedGraphsAreRefused() throws IOException {
    GraphProto inner = GraphProto.newBuilder().setName("x".repeat(10_000_000)).build();
    assertChangedRefused(
        graph ->
            graph
                .addNode(
                    node("If", "end", "output")
                        .addAttribute(
                            AttributeProto.newBuilder()
                                .setName("then_branch")
                                .setType(AttributeProto.AttributeType.GRAPH)
                                .setG(inner)))
                .getOutputBuilder(0)
                .setName("end"),
        "node 'added end' (If)",
        "the operator If",
        "It has Abs, Add, ",
        "Where");
    // Written by hand: what writes such a file recurses as well.
    ByteString nested = ByteString.EMPTY;
    for (int depth = 0; depth < 2_000; depth++) {
      ByteString attribute = field(6, nested);
      nested = field(1, field(5, attribute));
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    field(7, nested).writeTo(bytes);
    assertRefused(bytes.toByteArray(), "is no ONNX file, or is damaged");
  }

  private static ByteString field(int number, ByteString content) {
    ByteString.Output out = ByteString.newOutput();
    out.write(number << 3 | 2);
    int length = content.size();
    while (length > 127) {
      out.write(length & 127 | 128);
      length >>>= 7;
    }
    out.write(length);
    return out.toByteString().concat(content);
  }

  @Test
  void severalInputsOrOutputsOrDynamicAxesAreRefused() throws IOException {
    ValueInfoProto second = model.getGraph().getInput(0).toBuilder().setName("second").build();
    assertChangedRefused(
        graph -> graph.addInput(second), "has 2 inputs", "'second'", "expected one");
    assertChangedRefused(
        graph -> graph.addOutput(graph.getOutput(0).toBuilder().setName("linear")),
        "has 2 outputs",
        "expected one");
    assertChangedRefused(
        graph ->
            graph
                .getInputBuilder(0)
                .getTypeBuilder()
                .getTensorTypeBuilder()
                .getShapeBuilder()
                .setDim(1, Dimension.newBuilder().setDimParam("length")),
        "several dynamic axes",
        "[batch, length]",
        "the batch axis alone");
  }

  @Test
  void otherOpsetsAndOperatorsAreRefusedByName() throws IOException {
    for (long version : new long[] {12, 22, 99}) {
      ModelProto.Builder other = model.toBuilder().clearOpsetImport();
      other.addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(version));
      assertRefused(
          other.build().toByteArray(), "opset " + version, "expected 13 to 21", "opset_version");
    }
    assertChangedRefused(
        graph -> graph.getNodeBuilder(1).setOpType("Det"), "(Det)", "the operator Det", "Conv");
    assertChangedRefused(
        graph -> graph.getNodeBuilder(1).setDomain("com.microsoft"), "com.microsoft::Tanh");
    assertChangedRefused(
        graph -> graph.getNodeBuilder(0).clearInput().addInput("input"),
        "(Gemm) asks for leaving out its input 2");
    assertChangedRefused(
        graph -> graph.addNode(node("Reshape", "end", "output")).getOutputBuilder(0).setName("end"),
        "is damaged",
        "are not those of its operator");
  }

  @Test
  void dataAndLabelsThatDoNotFitAreRefused() throws IOException {
    Files.write(file, sound.bytes());
    Dataset data = sound.dataset();
    assertRefused(
        new Dataset(
            "four",
            data.inputs(),
            data.shape(),
            data.labels(),
            List.of("a", "b", "c", "d"),
            Map.of()),
        "has 3 outputs",
        "'four' has labels for 4 outputs");
    assertRefused(
        new Dataset(
            "wide", new double[14], new int[] {7}, new int[2], List.of("a", "b", "c"), Map.of()),
        "takes examples of shape [6]",
        "'wide' has examples of shape [7]");
  }

  @Test
  void tokensMustBeTheVocabularys() {
    Fixture tokens = Fixture.of("transformer-plain-21");
    file = tokens.network();
    Dataset data = tokens.dataset();
    double[] inputs = data.inputs().clone();
    inputs[7] = 3;
    assertRefused(
        new Dataset("more", inputs, data.shape(), data.labels(), 5, data.classes(), Map.of()),
        "integers from 0 to 2",
        "example 1",
        "3.0");
  }

  @Test
  void externalDataStayInTheFilesOwnFolder() throws IOException {
    TensorProto weights = model.getGraph().getInitializer(0);
    byte[] raw = weights.getRawData().toByteArray();
    Path beside = Files.createDirectory(directory.resolve("weights")).resolve("w.bin");
    Files.write(beside, raw);
    Path outside = Files.write(Files.createTempFile("outside", ".bin"), raw);
    Files.createSymbolicLink(directory.resolve("link.bin"), outside);
    Files.createSymbolicLink(directory.resolve("folder"), outside.getParent());
    try {
      Files.write(file, outside("weights/w.bin", 0).toByteArray());
      assertThat(open(sound.dataset(), List.of()).files()).containsExactly(beside);
      String secret = outside.getFileName().toString();
      for (String location :
          new String[] {
            outside.toString(),
            "../" + secret,
            "weights/../../" + secret,
            "link.bin",
            "folder/" + secret,
            "",
            "\0"
          }) {
        assertRefused(outside(location, 0).toByteArray(), "expected a file in its own folder");
      }
      assertRefused(outside("none.bin", 0).toByteArray(), "'none.bin' beside it");
      assertRefused(outside("weights", 0).toByteArray(), "there is none");
      assertRefused(outside("weights/w.bin", 8).toByteArray(), "is damaged", "bytes 8 to");
      assertRefused(outside("weights/w.bin", -8).toByteArray(), "is damaged", "'-8'");
      assertRefused(outside("weights/w.bin", Long.MAX_VALUE).toByteArray(), "is damaged", "offset");
    } finally {
      Files.delete(outside);
    }
  }

  private ModelProto outside(String location, long offset) {
    ModelProto.Builder changed = model.toBuilder();
    changed
        .getGraphBuilder()
        .getInitializerBuilder(0)
        .clearRawData()
        .setDataLocation(TensorProto.DataLocation.EXTERNAL)
        .addExternalData(entry("location", location))
        .addExternalData(entry("offset", String.valueOf(offset)));
    return changed.build();
  }

  private static StringStringEntryProto entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }

  @Test
  void weightsThatAreNoNumbersAreRefusedWithTheTensorsName() throws IOException {
    assertChangedRefused(
        graph -> {
          TensorProto.Builder weights = graph.getInitializerBuilder(0);
          byte[] raw = weights.getRawData().toByteArray();
          Arrays.fill(raw, 0, 8, (byte) 0xff);
          weights.setRawData(ByteString.copyFrom(raw));
        },
        "cannot be a start",
        "'0.weight'",
        "NaN");
  }

  @Test
  void aNetworkWhoseExamplesSeeEachOtherIsRefused() throws IOException {
    assertChangedRefused(
        graph -> {
          graph.addNode(
              node("Softmax", "end", "output")
                  .addAttribute(
                      AttributeProto.newBuilder()
                          .setName("axis")
                          .setType(AttributeProto.AttributeType.INT)
                          .setI(0)));
          graph.getOutputBuilder(0).setName("end");
        },
        "puts the examples of a batch together in node 'added end' (Softmax)",
        "batch_first");
  }

  @Test
  void whatIsFrozenMustBeThere() throws IOException {
    Files.write(file, sound.bytes());
    assertThat(catchThrowable(() -> open(sound.dataset(), List.of("mask"))))
        .hasMessageContainingAll("has no tensor 'mask' to freeze", "0.weight");
    open(sound.dataset(), List.of("0.weight"));
  }
}

package org.edgeflow.onnx.file;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.edgeflow.onnx.graph.BadNetworkException;
import org.edgeflow.onnx.graph.Excerpts;
import org.edgeflow.onnx.graph.Network;
import org.edgeflow.onnx.graph.Node;
import org.edgeflow.onnx.graph.Numbers;
import org.edgeflow.onnx.graph.Port;

/** A network in a file. */
public final class NetworkFile {
  /** The versions of ONNX's operators that the compiler knows. */
  public static final int OLDEST = 13;

  /** The newest of them. */
  public static final int NEWEST = 21;

  private static final String SIGNATURE = "pkg.torch.export.ExportedProgram.graph_signature";
  private static final int MOST_NODES = 50_000;

  private final TensorReader tensors;

  private NetworkFile(TensorReader tensors) {
    this.tensors = tensors;
  }

  /**
   * Reads a network.
   *
   * @throws BadNetworkException if it is damaged, of another version, or means harm
   */
  public static Network read(Path file) {
    ModelProto model = parsed(file);
    if (!model.hasGraph() || model.getGraph().getNodeCount() == 0) {
      throw new BadNetworkException(
          "holds no network, expected ONNX as torch.onnx.export writes it");
    }
    int opset = opset(model);
    ExternalData external = new ExternalData(file);
    NetworkFile reader = new NetworkFile(new TensorReader(external));
    GraphProto graph = model.getGraph();
    if (graph.getNodeCount() > MOST_NODES) {
      throw new BadNetworkException(
          "has " + graph.getNodeCount() + " nodes, expected at most " + MOST_NODES);
    }
    if (graph.getSparseInitializerCount() > 0) {
      throw new BadNetworkException("has sparse tensors, expected dense ones");
    }
    Map<String, Numbers> initializers = reader.initializers(graph);
    List<Port> inputs =
        graph.getInputList().stream()
            .filter(input -> !initializers.containsKey(input.getName()))
            .map(NetworkFile::port)
            .toList();
    return new Network(
        opset,
        Excerpts.of(model.getProducerName() + " " + model.getProducerVersion()),
        inputs,
        graph.getOutputList().stream().map(NetworkFile::port).toList(),
        reader.nodes(graph, inputs, initializers.keySet()),
        initializers,
        signature(graph),
        external.files());
  }

  private static Optional<Network.Signature> signature(GraphProto graph) {
    return graph.getMetadataPropsList().stream()
        .filter(entry -> entry.getKey().equals(SIGNATURE))
        .findFirst()
        .map(entry -> new Network.Signature(targets(entry, "PARAMETER"), targets(entry, "BUFFER")));
  }

  private static Set<String> targets(StringStringEntryProto signature, String kind) {
    return Pattern.compile(": " + kind + " target='([^']*)'")
        .matcher(signature.getValue())
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.toSet());
  }

  private static ModelProto parsed(Path file) {
    try (InputStream stream = Files.newInputStream(file)) {
      CodedInputStream input = CodedInputStream.newInstance(stream);
      input.setSizeLimit(Integer.MAX_VALUE);
      ModelProto model = ModelProto.parseFrom(input);
      input.checkLastTagWas(0);
      return model;
    } catch (InvalidProtocolBufferException e) {
      throw new BadNetworkException(
          "is no ONNX file, or is damaged or cut off: "
              + Excerpts.of(e.getMessage()).replaceAll("\\.$", ""),
          e);
    } catch (IOException e) {
      throw new BadNetworkException("cannot be read: " + e.getMessage(), e);
    }
  }

  private static int opset(ModelProto model) {
    long opset = -1;
    for (OperatorSetIdProto set : model.getOpsetImportList()) {
      if (set.getDomain().isEmpty() || set.getDomain().equals("ai.onnx")) {
        opset = set.getVersion();
      }
    }
    if (opset < OLDEST || opset > NEWEST) {
      throw new BadNetworkException(
          "has "
              + (opset < 0 ? "no opset" : "opset " + opset)
              + ", expected "
              + OLDEST
              + " to "
              + NEWEST
              + "; export with opset_version=20");
    }
    return (int) opset;
  }

  private Map<String, Numbers> initializers(GraphProto graph) {
    Map<String, Numbers> initializers = new LinkedHashMap<>();
    for (TensorProto tensor : graph.getInitializerList()) {
      if (initializers.put(tensor.getName(), tensors.read(tensor)) != null) {
        throw twice(tensor.getName());
      }
    }
    return initializers;
  }

  private static BadNetworkException twice(String name) {
    return new BadNetworkException("is damaged: it defines '" + Excerpts.of(name) + "' twice");
  }

  private static Port port(ValueInfoProto value) {
    TypeProto.Tensor type = value.getType().getTensorType();
    if (!value.getType().hasTensorType() || !type.hasShape()) {
      throw new BadNetworkException(
          "has '"
              + Excerpts.of(value.getName())
              + "' at its end or beginning, which says no shape,"
              + " expected a tensor");
    }
    DataType element = DataType.forNumber(type.getElemType());
    boolean integers = element != null && TensorReader.integers(element);
    if (!integers && element != DataType.FLOAT && element != DataType.DOUBLE) {
      throw new BadNetworkException(
          "has '"
              + Excerpts.of(value.getName())
              + "' of type "
              + element
              + " at its end or beginning, expected FLOAT or DOUBLE, or INT64 for tokens");
    }
    List<Integer> extents = new ArrayList<>();
    List<String> symbols = new ArrayList<>();
    for (Dimension dimension : type.getShape().getDimList()) {
      long extent = dimension.hasDimValue() ? dimension.getDimValue() : -1;
      if (dimension.hasDimValue() && (extent < 1 || extent > Numbers.MOST)) {
        throw new BadNetworkException(
            "has the extent "
                + extent
                + " in '"
                + Excerpts.of(value.getName())
                + "', expected at least 1 and no more than an array holds");
      }
      extents.add((int) extent);
      symbols.add(dimension.hasDimValue() ? "" : dimension.getDimParam());
    }
    return new Port(value.getName(), integers, extents, symbols);
  }

  private List<Node> nodes(GraphProto graph, List<Port> inputs, Set<String> initializers) {
    Set<String> known = new HashSet<>(initializers);
    inputs.forEach(input -> known.add(input.name()));
    List<Node> nodes = new ArrayList<>();
    for (NodeProto proto : graph.getNodeList()) {
      Node node = node(proto);
      for (String input : node.inputs()) {
        if (!input.isEmpty() && !known.contains(input)) {
          throw new BadNetworkException(
              "is damaged: "
                  + node.label()
                  + " reads '"
                  + Excerpts.of(input)
                  + "', which nothing before it makes: a cycle, or a part that is missing");
        }
      }
      for (String output : node.outputs()) {
        if (!output.isEmpty() && !known.add(output)) {
          throw twice(output);
        }
      }
      nodes.add(node);
    }
    return nodes;
  }

  private Node node(NodeProto proto) {
    Map<String, Object> attributes = new HashMap<>();
    for (AttributeProto attribute : proto.getAttributeList()) {
      attributes.put(attribute.getName(), value(attribute));
    }
    String domain = proto.getDomain().equals("ai.onnx") ? "" : proto.getDomain();
    return new Node(
        proto.getName(),
        domain,
        proto.getOpType(),
        List.copyOf(proto.getInputList()),
        List.copyOf(proto.getOutputList()),
        attributes);
  }

  private Object value(AttributeProto attribute) {
    return switch (attribute.getType()) {
      case INT -> attribute.getI();
      case FLOAT -> asWritten(attribute.getF());
      case STRING -> attribute.getS().toStringUtf8();
      case INTS -> attribute.getIntsList().stream().mapToLong(Long::longValue).toArray();
      case FLOATS ->
          attribute.getFloatsList().stream().mapToDouble(NetworkFile::asWritten).toArray();
      case STRINGS -> attribute.getStringsList().stream().map(word -> word.toStringUtf8()).toList();
      case TENSOR -> tensors.read(attribute.getT());
      default -> attribute.getType();
    };
  }

  // ε = 10⁻⁵ of a model in float64 is kept as a float32: as the number that somebody wrote, not as
  // the one that is next to it.
  private static double asWritten(float value) {
    return Double.parseDouble(Float.toString(value));
  }
}

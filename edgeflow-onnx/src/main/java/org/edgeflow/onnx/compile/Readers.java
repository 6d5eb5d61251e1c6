package org.edgeflow.onnx.compile;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.edgeflow.onnx.constant.Selections;
import org.edgeflow.onnx.graph.BadNetworkException;
import org.edgeflow.onnx.graph.Network;
import org.edgeflow.onnx.graph.Node;
import org.edgeflow.onnx.graph.Numbers;
import org.edgeflow.onnx.graph.Port;

/** Who reads what in a network, of the nodes that its output needs. */
final class Readers {
  private static final Set<String> WINDOWS =
      Set.of("Conv", "AveragePool", "MaxPool", "GlobalAveragePool", "GlobalMaxPool");
  private static final Set<String> FLATTENERS = Set.of("Flatten", "Reshape");

  private final Network network;
  private final List<Node> needed;
  private final Map<String, List<Node>> readers = new HashMap<>();
  private final Map<String, Node> constants = new HashMap<>();

  Readers(Network network) {
    this.network = network;
    this.needed = needed(network);
    for (Node node : needed) {
      if (node.operator().equals("Constant") && node.domain().isEmpty()) {
        node.outputs().forEach(output -> constants.put(output, node));
      }
      node.inputs().forEach(in -> readers.computeIfAbsent(in, k -> new ArrayList<>()).add(node));
    }
  }

  private static List<Node> needed(Network network) {
    Set<String> wanted = new HashSet<>();
    network.outputs().forEach(output -> wanted.add(output.name()));
    List<Node> needed = new ArrayList<>();
    for (int i = network.nodes().size() - 1; i >= 0; i--) {
      Node node = network.nodes().get(i);
      if (node.outputs().stream().anyMatch(wanted::contains)) {
        wanted.addAll(node.inputs());
        needed.add(node);
      }
    }
    Collections.reverse(needed);
    return needed;
  }

  /** The nodes that the output needs, in their order. */
  List<Node> needed() {
    return needed;
  }

  /** The node that reads a value, if it is the only one and the value is no output. */
  Optional<Node> only(String value) {
    List<Node> all = readers.getOrDefault(value, List.of());
    boolean output = network.outputs().stream().anyMatch(port -> port.name().equals(value));
    return all.size() == 1 && !output ? Optional.of(all.get(0)) : Optional.empty();
  }

  /** Whether a node reads a value, or it is an output. */
  boolean any(String value) {
    return !value.isEmpty()
        && (readers.containsKey(value)
            || network.outputs().stream().anyMatch(port -> port.name().equals(value)));
  }

  /** The node that makes a value of nothing, if one does. */
  Optional<Node> constant(String value) {
    return Optional.ofNullable(constants.get(value));
  }

  /** How the network takes its input. */
  InputForm form(int[] shape, boolean batchFirst) {
    Port input = network.inputs().get(0);
    if (input.integers()) {
      return new InputForm(InputForm.Kind.TOKENS, shape, vocabulary(input));
    }
    Set<String> same = through(input.name(), Set.of("Identity", "Cast", "Dropout"));
    List<Node> first =
        same.stream().flatMap(name -> readers.getOrDefault(name, List.of()).stream()).toList();
    if (batchFirst
        && (shape.length == 2 || shape.length == 3)
        && first.stream().anyMatch(node -> WINDOWS.contains(node.operator()))) {
      return new InputForm(InputForm.Kind.GRID, shape, 0);
    }
    boolean flat = first.stream().allMatch(node -> FLATTENERS.contains(node.operator()));
    return new InputForm(flat ? InputForm.Kind.ROW : InputForm.Kind.ROWS, shape, 0);
  }

  private Set<String> through(String start, Set<String> operators) {
    Set<String> names = new HashSet<>(Set.of(start));
    for (Node node : needed) {
      if (operators.contains(node.operator())
          && !node.inputs().isEmpty()
          && names.contains(node.inputs().get(0))) {
        names.addAll(node.outputs());
      }
    }
    return names;
  }

  private int vocabulary(Port input) {
    Set<String> names = new HashSet<>(Set.of(input.name()));
    Set<Integer> sizes = new TreeSet<>();
    for (Node node : needed) {
      List<String> read = node.inputs();
      if (node.operator().equals("Gather") && read.size() > 1 && names.contains(read.get(1))) {
        Numbers table = network.initializers().get(read.get(0));
        if (table != null && table.shape().length == 2) {
          sizes.add(table.shape()[0]);
        }
      } else if (Selections.are(node.operator())
          && !read.isEmpty()
          && names.contains(read.get(0))) {
        names.addAll(node.outputs());
      }
    }
    if (sizes.size() != 1) {
      throw new BadNetworkException(
          "takes integers in "
              + input
              + ", expected them to be the rows of embeddings (Gather) of"
              + " one size, got "
              + (sizes.isEmpty() ? "none" : sizes));
    }
    return sizes.iterator().next();
  }
}

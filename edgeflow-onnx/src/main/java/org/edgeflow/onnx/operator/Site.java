package org.edgeflow.onnx.operator;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.edgeflow.onnx.assembly.Assembler;
import org.edgeflow.onnx.assembly.UnsupportedNodeException;
import org.edgeflow.onnx.assembly.Value;
import org.edgeflow.onnx.assembly.Value.Fixed;
import org.edgeflow.onnx.assembly.Value.Flow;
import org.edgeflow.onnx.graph.Node;
import org.edgeflow.onnx.graph.Numbers;

/**
 * A node while it is compiled: what it reads, what it makes, and who reads that.
 *
 * @param values all that is known so far; what the node makes is added
 * @param reader the one node that reads a value, if nothing else does
 * @param wanted whether a value is read by a node, or is what the network makes
 * @param constants the numbers of a value that a later node makes of nothing
 */
public record Site(
    Node node,
    Assembler assembler,
    Map<String, Value> values,
    Function<String, Optional<Node>> reader,
    Predicate<String> wanted,
    Function<String, Optional<Numbers>> constants) {
  int inputs() {
    return node.inputs().size();
  }

  boolean has(int input) {
    return input < inputs() && !node.inputs().get(input).isEmpty();
  }

  Value input(int input) {
    if (!has(input)) {
      throw new UnsupportedNodeException("leaving out its input " + (input + 1));
    }
    return assembler.separate(values.get(node.inputs().get(input)));
  }

  Optional<Value> optional(int input) {
    return has(input) ? Optional.of(input(input)) : Optional.empty();
  }

  Flow flow(int input) {
    return assembler.flow(input(input));
  }

  /** An input whose numbers must be known before any example. */
  Numbers fixed(int input) {
    if (input(input) instanceof Fixed fixed) {
      return fixed.numbers();
    }
    throw new UnsupportedNodeException(
        "its input " + (input + 1) + " to depend on an example or on what is trained");
  }

  Optional<Numbers> optionalFixed(int input) {
    return has(input) ? Optional.of(fixed(input)) : Optional.empty();
  }

  /** What the node makes. */
  void give(Value... made) {
    List<String> outputs = node.outputs();
    for (int i = 0; i < made.length && i < outputs.size(); i++) {
      if (!outputs.get(i).isEmpty()) {
        values.put(outputs.get(i), made[i]);
      }
    }
  }

  /** Whether somebody reads one of the things that the node makes. */
  boolean wanted(int output) {
    List<String> outputs = node.outputs();
    return output < outputs.size() && wanted.test(outputs.get(output));
  }

  /** The node that reads what this one makes, if there is one only. */
  Optional<Node> onlyReader() {
    return onlyReader(node);
  }

  /** The node that reads what another makes, if there is one only. */
  Optional<Node> onlyReader(Node other) {
    return reader.apply(other.outputs().get(0));
  }

  /** The numbers of a value that is known before any example. */
  Optional<Numbers> constant(String name) {
    return values.get(name) instanceof Fixed fixed
        ? Optional.of(fixed.numbers())
        : constants.apply(name);
  }

  /** Another value that is known by now. */
  Optional<Value> known(String name) {
    return Optional.ofNullable(values.get(name)).map(assembler::separate);
  }

  /** What another node makes: this one does its work, too. */
  void giveFor(Node other, Value made) {
    values.put(other.outputs().get(0), made);
  }
}

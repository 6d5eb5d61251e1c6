package org.edgeflow.onnx.compile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.models.engine.graph.LayerGraph;
import org.edgeflow.onnx.assembly.Arrangement;
import org.edgeflow.onnx.assembly.Assembler;
import org.edgeflow.onnx.assembly.Claims;
import org.edgeflow.onnx.assembly.UnsupportedNodeException;
import org.edgeflow.onnx.assembly.Value;
import org.edgeflow.onnx.assembly.Value.Fixed;
import org.edgeflow.onnx.assembly.Value.Flow;
import org.edgeflow.onnx.assembly.Value.Parameters;
import org.edgeflow.onnx.assembly.Value.Tokens;
import org.edgeflow.onnx.constant.Folding;
import org.edgeflow.onnx.graph.BadNetworkException;
import org.edgeflow.onnx.graph.Network;
import org.edgeflow.onnx.graph.Node;
import org.edgeflow.onnx.graph.Numbers;
import org.edgeflow.onnx.operator.Operator;
import org.edgeflow.onnx.operator.Operators;
import org.edgeflow.onnx.operator.Site;
import org.edgeflow.onnx.operator.WindowOperators;

/** A network followed once, node by node, for a batch of some size. */
final class Passage {
  private final Network network;
  private final Readers readers;
  private final Training training;
  private final Map<String, Operator> operators;
  private final Claims claims;
  private final Set<String> shared;
  private final boolean rehearsal;
  private final Map<String, Value> values = new HashMap<>();
  private final Folding folding = new Folding();
  private Assembler assembler;
  private Value output;

  /**
   * A passage that is to come.
   *
   * @param shared the tensors that have no layer of their own
   * @param rehearsal whether shapes alone are followed
   */
  Passage(
      Network network, Readers readers, Training training, Set<String> shared, boolean rehearsal) {
    this.network = network;
    this.readers = readers;
    this.training = training;
    this.operators = new Operators(network.initializers()).all();
    this.claims = new Claims(trainable(network, training));
    this.shared = shared;
    this.rehearsal = rehearsal;
  }

  /** What has been put together. */
  Assembler assembler() {
    return assembler;
  }

  /** What the network makes of its input. */
  Value output() {
    return output;
  }

  private static Map<String, Numbers> trainable(Network network, Training training) {
    Map<String, Numbers> tensors = new LinkedHashMap<>();
    network
        .initializers()
        .forEach(
            (name, numbers) -> {
              if (training.trains(name)) {
                tensors.put(name, numbers);
              }
            });
    return tensors;
  }

  /** Follows the network from its input to its output. */
  Passage followed(InputForm form, int batchAxis, int batch) {
    assembler = new Assembler(new LayerGraph.Builder(form.extents()), claims, rehearsal);
    assembler.shares(shared);
    values.put(network.inputs().get(0).name(), input(form, batchAxis, batch));
    network
        .initializers()
        .forEach(
            (name, numbers) -> {
              if (!training.trains(name)) {
                values.put(name, new Fixed(numbers));
              } else {
                values.put(
                    name,
                    new Parameters(
                        name, numbers.shape(), Arrangement.natural(numbers.values().length)));
              }
            });
    for (Node node : readers.needed()) {
      boolean done = node.outputs().stream().anyMatch(values::containsKey);
      if (!done) {
        assembler.at(node.label());
        follow(node);
      }
    }
    output = values.get(network.outputs().get(0).name());
    return this;
  }

  private static Value input(InputForm form, int batchAxis, int batch) {
    int[] shape =
        IntStream.rangeClosed(0, form.shape().length)
            .map(
                axis ->
                    axis == batchAxis ? batch : form.shape()[axis < batchAxis ? axis : axis - 1])
            .toArray();
    return switch (form.kind()) {
      case TOKENS -> new Tokens(shape, Arrangement.natural(Numbers.size(shape)));
      case GRID -> new Flow(0, shape, WindowOperators.inverseOfChannelsLast(shape));
      case ROW, ROWS -> new Flow(0, shape, Arrangement.natural(Numbers.size(shape)));
    };
  }

  private void follow(Node node) {
    try {
      Optional<List<Numbers>> folded = folded(node);
      if (folded.isPresent()) {
        List<Numbers> made = folded.get();
        for (int i = 0; i < Math.min(made.size(), node.outputs().size()); i++) {
          values.put(node.outputs().get(i), new Fixed(made.get(i)));
        }
        return;
      }
      Operator operator = node.domain().isEmpty() ? operators.get(node.operator()) : null;
      if (operator == null) {
        throw unsupported(node, "the operator " + node.type());
      }
      operator.compile(
          new Site(
              node,
              assembler,
              values,
              readers::only,
              readers::any,
              name ->
                  readers
                      .constant(name)
                      .flatMap(made -> folding.fold(made, List.of()).map(all -> all.get(0)))));
    } catch (UnsupportedNodeException e) {
      throw unsupported(node, e.getMessage());
    } catch (BadNetworkException e) {
      throw e.getMessage().contains(node.label())
          ? e
          : new BadNetworkException(
              "cannot be compiled: " + node.label() + " " + e.getMessage(), e);
    } catch (ConfigException | IllegalArgumentException e) {
      throw new BadNetworkException(
          "cannot be compiled: " + node.label() + ": " + e.getMessage(), e);
    } catch (IndexOutOfBoundsException
        | NullPointerException
        | ArithmeticException
        | ClassCastException
        | NegativeArraySizeException e) {
      throw new BadNetworkException(
          "is damaged: the inputs or attributes of "
              + node.label()
              + " are not those of its operator",
          e);
    }
  }

  private Optional<List<Numbers>> folded(Node node) {
    if (!node.domain().isEmpty()) {
      return Optional.empty();
    }
    List<Numbers> inputs = new ArrayList<>();
    for (String name : node.inputs()) {
      if (name.isEmpty()) {
        inputs.add(null);
      } else if (values.get(name) instanceof Fixed fixed) {
        inputs.add(fixed.numbers());
      } else {
        return Optional.empty();
      }
    }
    return folding.fold(node, inputs);
  }

  private BadNetworkException unsupported(Node node, String what) {
    return new BadNetworkException(
        "cannot be compiled: "
            + node.label()
            + " asks for "
            + what
            + ", which the compiler lacks. It has "
            + String.join(", ", operators.keySet())
            + " (and more where all inputs are known)");
  }
}

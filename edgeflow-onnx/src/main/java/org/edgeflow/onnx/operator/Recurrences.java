package org.edgeflow.onnx.operator;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.edgeflow.models.engine.layer.recurrent.BothWays;
import org.edgeflow.models.engine.layer.recurrent.Gru;
import org.edgeflow.models.engine.layer.recurrent.Lstm;
import org.edgeflow.models.engine.signal.Extents;
import org.edgeflow.models.engine.signal.Layer;
import org.edgeflow.onnx.assembly.Arrangement;
import org.edgeflow.onnx.assembly.Assembler;
import org.edgeflow.onnx.assembly.UnsupportedNodeException;
import org.edgeflow.onnx.assembly.Value;
import org.edgeflow.onnx.assembly.Value.Fixed;
import org.edgeflow.onnx.assembly.Value.Flow;
import org.edgeflow.onnx.assembly.Value.Parameters;
import org.edgeflow.onnx.constant.Selections;
import org.edgeflow.onnx.graph.Node;
import org.edgeflow.onnx.graph.Numbers;

/**
 * {@code LSTM} and {@code GRU}: a dense layer for what each position adds to its gates, {@code X Wᵀ
 * + Wb + Rb}, and the engine's recurrent layer behind it, which owns R, and of a GRU's biases the
 * one that the reset gate lets through. ONNX has X as time × batch × inputs; W, R and B for each
 * direction gate by gate.
 */
final class Recurrences {
  private static final int WEIGHTS = 1;
  private static final int RECURRENT = 2;
  private static final int BIASES = 3;
  private static final int LENGTHS = 4;
  private static final int HIDDEN = 5;
  private static final int CELL = 6;
  private static final int PEEPHOLES = 7;

  private final Site site;
  private final Node node;
  private final Assembler assembler;
  private final boolean lstm;

  // Where ONNX has the engine's gates.
  private final int[] gates;
  private final int directions;
  private final int units;
  private final boolean reverse;
  private final boolean batchFirst;

  private Recurrences(Site site, boolean lstm) {
    this.site = site;
    this.node = site.node();
    this.assembler = site.assembler();
    this.lstm = lstm;
    // ONNX: input, output, forget, candidate; and update, reset, candidate.
    this.gates = lstm ? new int[] {3, 2, 1, 0} : new int[] {1, 0, 2};
    requireAttributes();
    String direction = node.word("direction", "forward");
    this.directions = direction.equals("bidirectional") ? 2 : 1;
    this.reverse = direction.equals("reverse");
    this.batchFirst = node.integer("layout", 0) != 0;
    int[] shape = site.input(RECURRENT).shape();
    this.units = shape[shape.length - 1];
  }

  static void lstm(Site site) {
    new Recurrences(site, true).compile();
  }

  static void gru(Site site) {
    new Recurrences(site, false).compile();
  }

  private void requireAttributes() {
    String direction = node.word("direction", "forward");
    requireAttribute(
        "direction", Set.of("forward", "reverse", "bidirectional").contains(direction));
    Stream.of("clip", "activation_alpha", "activation_beta")
        .forEach(name -> requireAttribute(name, false));
    requireAttribute("input_forget", node.integer("input_forget", 0) == 0);
    List<String> usual = lstm ? List.of("Sigmoid", "Tanh", "Tanh") : List.of("Sigmoid", "Tanh");
    List<String> both = Stream.concat(usual.stream(), usual.stream()).toList();
    Object given = node.attributes().get("activations");
    requireAttribute("activations", usual.equals(given) || both.equals(given));
    if (!lstm && node.integer("linear_before_reset", 0) == 0) {
      throw new UnsupportedNodeException(
          "linear_before_reset = 0, a reset gate before the recurrent weights");
    }
  }

  /** An attribute that is there must be as the engine has it. */
  private void requireAttribute(String name, boolean fits) {
    Object value = node.attributes().get(name);
    if (value != null && !fits) {
      String words =
          value instanceof double[] numbers ? Arrays.toString(numbers) : value.toString();
      throw new UnsupportedNodeException("its attribute '" + name + "' to be " + words);
    }
  }

  private void compile() {
    Flow x = site.flow(0);
    if (batchFirst) {
      x = turned(x, 1, 0, 2);
    }
    int steps = x.shape()[0];
    int batch = x.shape()[1];
    int inputs = x.shape()[2];
    requireShape(WEIGHTS, directions, gates.length * units, inputs);
    requireShape(RECURRENT, directions, gates.length * units, units);
    if (site.has(BIASES)) {
      requireShape(BIASES, directions, 2 * gates.length * units);
    }
    requireInputs(steps);
    if (!assembler.rehearsal() && batch != 1) {
      throw new UnsupportedNodeException(
          batch
              + " sequences in one example, where one is taken (with the batch as first axis the"
              + " layer needs batch_first=True)");
    }
    assembler.joins(steps);
    Value biases = site.optional(BIASES).orElse(null);
    Flow sums = assembler.natural(sums(x, inputs, biases));
    Extents positions = new Extents(steps, 1, gates.length * units * directions);
    give(recurrent(assembler.grouped(sums, positions), biases), steps, batch);
  }

  private void requireShape(int input, int... expected) {
    int[] shape = site.input(input).shape();
    if (!Arrays.equals(shape, expected)
        || units < 1
        || node.integer("hidden_size", units) != units) {
      throw new UnsupportedNodeException(
          "weights of shape "
              + Arrays.toString(shape)
              + " as its input "
              + (input + 1)
              + ", expected "
              + Arrays.toString(expected)
              + " for hidden_size "
              + node.integer("hidden_size", units));
    }
  }

  private void requireInputs(int steps) {
    if (site.has(LENGTHS)
        && !(site.input(LENGTHS) instanceof Fixed lengths
            && Arrays.stream(lengths.numbers().values()).allMatch(length -> length == steps))) {
      throw new UnsupportedNodeException("sequences of different lengths (sequence_lens, input 5)");
    }
    requireZero(HIDDEN, "an initial state that is not zero (initial_h, input 6)");
    requireZero(CELL, "an initial cell that is not zero (initial_c, input 7)");
    requireZero(PEEPHOLES, "peepholes (P, input 8)");
    if (site.wanted(2)) {
      throw new UnsupportedNodeException("its cell's last state (Y_c, output 3) to be used");
    }
  }

  private void requireZero(int input, String otherwise) {
    if (site.has(input) && !isZero(site.input(input))) {
      throw new UnsupportedNodeException(otherwise);
    }
  }

  private static boolean isZero(Value value) {
    return value instanceof Fixed fixed
        && Arrays.stream(fixed.numbers().values()).allMatch(number -> number == 0);
  }

  /** What every position adds to the gates, in the engine's order: {@code time × batch × sums}. */
  private Flow sums(Flow x, int inputs, Value biases) {
    Products products = new Products(assembler);
    Pairs pairs = new Pairs(assembler);
    int width = directions * gates.length * units;
    int[] places = new int[Math.multiplyExact(inputs, width)];
    for (int i = 0; i < places.length; i++) {
      places[i] = row(i % width) * inputs + i / width;
    }
    Value weights = Movements.taken(site.input(WEIGHTS), numbers(places, inputs, width));
    Value bias = biases == null ? null : Movements.taken(biases, biasPlaces(0, gates.length));
    Parameters own = weights instanceof Parameters parameters ? parameters : null;
    Parameters ownBias = own != null && bias instanceof Parameters parameters ? parameters : null;
    Flow made =
        own == null
            ? products.product(x, assembler.flow(weights))
            : products.linear(x, own, ownBias);
    return recalled(pairs, bias == null || ownBias != null ? made : pairs.add(made, bias), biases);
  }

  /** With the recurrent biases that are mere sums: a GRU's reset gate is in the way of the last. */
  private Flow recalled(Pairs pairs, Flow sums, Value biases) {
    if (biases == null) {
      return sums;
    }
    if (lstm) {
      return pairs.add(sums, Movements.taken(biases, biasPlaces(gates.length, gates.length)));
    }
    int own = gates.length - 1;
    Value some = Movements.taken(biases, biasPlaces(gates.length, own));
    Value flow = some instanceof Parameters parameters ? assembler.owned(parameters) : some;
    int[] spread = new int[directions * gates.length * units];
    for (int i = 0; i < spread.length; i++) {
      int direction = i / (gates.length * units);
      int within = i % (gates.length * units);
      spread[i] = within < own * units ? direction * own * units + within : -1;
    }
    return pairs.add(sums, Movements.taken(flow, numbers(spread, spread.length)));
  }

  /** In which row of W or R, directions one after another, a sum of the engine's order is. */
  private int row(int sum) {
    int gate = sum / units;
    int direction = gate / gates.length;
    return (direction * gates.length + gates[gate % gates.length]) * units + sum % units;
  }

  /**
   * Where some biases of each direction lie, in the engine's order.
   *
   * @param before the gates before ONNX's first of them: none for Wb, all for Rb
   * @param count how many gates
   */
  private Numbers biasPlaces(int before, int count) {
    int[] places = new int[directions * count * units];
    for (int i = 0; i < places.length; i++) {
      int gate = i / units;
      places[i] =
          (gate / count * 2 * gates.length + before + gates[gate % count]) * units + i % units;
    }
    return numbers(places, places.length);
  }

  private static Numbers numbers(int[] places, int... shape) {
    return new Numbers(shape, Arrays.stream(places).asDoubleStream().toArray(), true);
  }

  private int recurrent(int sums, Value biases) {
    if (!(site.input(RECURRENT) instanceof Parameters weights)) {
      throw new UnsupportedNodeException(
          "recurrent weights (R, input 3) that are not trained, or used elsewhere, too");
    }
    boolean biased =
        !lstm
            && biases != null
            && IntStream.range(0, directions).anyMatch(d -> !isZero(candidateBias(biases, d)));
    for (int direction = 0; direction < directions; direction++) {
      int first = direction * gates.length * units;
      assembler
          .claims()
          .claim(
              weights,
              IntStream.range(first * units, (first + gates.length * units) * units)
                  .map(i -> row(i / units) * units + i % units)
                  .toArray());
      if (biased) {
        if (!(candidateBias(biases, direction) instanceof Parameters bias)) {
          throw new UnsupportedNodeException(
              "recurrent biases (B, input 4) that are not trained, or used elsewhere, too");
        }
        assembler.claims().claim(bias, IntStream.range(0, units).toArray());
      }
    }
    return assembler.add(
        directions == 2
            ? new BothWays(layer(biased, false), layer(biased, true))
            : layer(biased, reverse),
        sums);
  }

  private Layer layer(boolean biased, boolean backwards) {
    return lstm ? Lstm.of(units, backwards) : new Gru(units, biased, backwards);
  }

  private Value candidateBias(Value biases, int direction) {
    int first = (direction * 2 * gates.length + gates.length + gates[2]) * units;
    return Movements.taken(biases, numbers(IntStream.range(first, first + units).toArray(), units));
  }

  private void give(int layer, int steps, int batch) {
    Flow all = assembler.flow(layer, steps, directions, batch, units);
    int[] ends = new int[directions * batch * units];
    for (int i = 0; i < ends.length; i++) {
      int direction = i / (batch * units);
      int step = reverse || direction == 1 ? 0 : steps - 1;
      ends[i] = step * ends.length + i;
    }
    Flow last =
        new Flow(
            layer,
            new int[] {directions, batch, units},
            new Arrangement(ends, Math.multiplyExact(steps, ends.length)));
    site.give(
        batchFirst ? turned(all, 2, 0, 1, 3) : all, batchFirst ? turned(last, 1, 0, 2) : last);
  }

  private static Flow turned(Flow flow, int... order) {
    return (Flow) Movements.taken(flow, Selections.transposed(Numbers.places(flow.shape()), order));
  }
}

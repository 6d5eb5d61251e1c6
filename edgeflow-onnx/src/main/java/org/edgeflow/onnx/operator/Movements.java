package org.edgeflow.onnx.operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.edgeflow.models.engine.activation.AlgebraicActivation.Line;
import org.edgeflow.models.engine.algebra.Rearrangement;
import org.edgeflow.models.engine.layer.Pooling;
import org.edgeflow.models.engine.layer.Sum;
import org.edgeflow.models.engine.layer.Windows;
import org.edgeflow.models.engine.signal.Extents;
import org.edgeflow.onnx.assembly.Arrangement;
import org.edgeflow.onnx.assembly.Assembler;
import org.edgeflow.onnx.assembly.UnsupportedNodeException;
import org.edgeflow.onnx.assembly.Value;
import org.edgeflow.onnx.assembly.Value.Fixed;
import org.edgeflow.onnx.assembly.Value.Flow;
import org.edgeflow.onnx.assembly.Value.Parameters;
import org.edgeflow.onnx.assembly.Value.Tokens;
import org.edgeflow.onnx.constant.Axes;
import org.edgeflow.onnx.constant.Folding;
import org.edgeflow.onnx.constant.Selections;
import org.edgeflow.onnx.graph.Node;
import org.edgeflow.onnx.graph.Numbers;

/** Operators that move numbers about, and means over axes. */
final class Movements {
  private Movements() {}

  /** One of {@link Selections}: other axes, other places, nothing computed. */
  static void selection(Site site) {
    Value x = site.input(0);
    Node node = site.node();
    List<Numbers> inputs = new ArrayList<>();
    inputs.add(Numbers.places(x.shape()));
    // How likely a drop was, or whose type is to be taken, does not matter.
    boolean others = !Set.of("Dropout", "CastLike").contains(node.operator());
    for (int i = 1; others && i < site.inputs(); i++) {
      inputs.add(site.has(i) ? site.fixed(i) : null);
    }
    List<Numbers> selected = Selections.of(node, inputs);
    for (Numbers part : selected) {
      joins(site.assembler(), node, x.shape(), part.shape());
    }
    site.give(selected.stream().map(part -> taken(x, part)).toArray(Value[]::new));
  }

  private static void joins(Assembler assembler, Node node, int[] before, int[] after) {
    // What takes a part of an axis, or pads or repeats it, must not do so to the batch's.
    if (List.of("Slice", "Split", "Gather", "Pad").contains(node.operator())
        && before.length == after.length) {
      for (int axis = 0; axis < before.length; axis++) {
        if (before[axis] != after[axis]) {
          assembler.joins(before[axis]);
        }
      }
    } else if (node.operator().equals("Gather")) {
      assembler.joins(before[Axes.of(node.integer("axis", 0), before.length)]);
    }
  }

  /** What a selection takes of a value; 0 where it takes nothing. */
  static Value taken(Value x, Numbers selected) {
    if (x instanceof Flow flow) {
      return new Flow(flow.layer(), selected.shape(), flow.arrangement().then(selected));
    } else if (x instanceof Parameters parameters) {
      return new Parameters(
          parameters.name(), selected.shape(), parameters.arrangement().then(selected));
    } else if (x instanceof Tokens tokens) {
      return new Tokens(selected.shape(), tokens.arrangement().then(selected));
    }
    Numbers numbers = ((Fixed) x).numbers();
    double[] values =
        Arrays.stream(selected.values())
            .map(place -> place < 0 ? 0 : numbers.values()[(int) place])
            .toArray();
    return new Fixed(new Numbers(selected.shape(), values, numbers.integers()));
  }

  /** {@code Gather}: of known places, or an embedding's rows. */
  static void gather(Site site) {
    if (!(site.input(1) instanceof Tokens tokens)) {
      selection(site);
      return;
    }
    if (!(site.input(0) instanceof Parameters table)
        || table.shape().length != 2
        || Axes.of(site.node().integer("axis", 0), 2) != 0) {
      throw new UnsupportedNodeException(
          "tokens other than as rows of one table that is trained in this place alone");
    }
    int vocabulary = table.shape()[0];
    int[] shape = Arrays.copyOf(tokens.shape(), tokens.shape().length + 1);
    shape[shape.length - 1] = vocabulary;
    Arrangement places = tokens.arrangement();
    int[] ones = new int[Numbers.size(shape)];
    for (int i = 0; i < ones.length; i++) {
      ones[i] = places.places()[i / vocabulary] * vocabulary + i % vocabulary;
    }
    Flow rows = new Flow(0, shape, new Arrangement(ones, places.store() * vocabulary));
    site.give(new Products(site.assembler()).linear(rows, table, null));
  }

  static void shape(Site site) {
    int[] shape = site.input(0).shape();
    int start = clipped(site.node().integer("start", 0), shape.length);
    int end = clipped(site.node().integer("end", shape.length), shape.length);
    site.give(new Fixed(Numbers.vector(Arrays.copyOfRange(shape, start, Math.max(start, end)))));
  }

  private static int clipped(long axis, int rank) {
    return (int) Math.max(0, Math.min(rank, axis < 0 ? axis + rank : axis));
  }

  static void size(Site site) {
    site.give(new Fixed(Numbers.single(Numbers.size(site.input(0).shape()), true)));
  }

  static void concat(Site site) {
    Assembler assembler = site.assembler();
    List<Value> parts = IntStream.range(0, site.inputs()).mapToObj(site::input).toList();
    if (parts.stream().allMatch(Movements::wholeParameters)) {
      site.give(parametersJoined(site, parts));
      return;
    }
    int axis = Axes.of(site.node().integer("axis", 0), parts.get(0).shape().length);
    int[] shape = Folding.joinedShape(site.node(), axis, parts.stream().map(Value::shape).toList());
    parts.forEach(part -> assembler.joins(part.shape()[axis]));
    Flow sum = null;
    int start = 0;
    for (Value part : parts) {
      int extent = part.shape()[axis];
      Flow placed = placed(assembler, assembler.flow(part), axis, start, shape);
      start += extent;
      sum =
          sum == null
              ? placed
              : assembler.flow(assembler.add(new Sum(), sum.layer(), placed.layer()), shape);
    }
    site.give(sum);
  }

  private static boolean wholeParameters(Value value) {
    return value instanceof Parameters parameters
        && Arrays.stream(parameters.arrangement().places()).allMatch(place -> place >= 0);
  }

  private static Value parametersJoined(Site site, List<Value> parts) {
    List<Numbers> places = new ArrayList<>();
    int start = 0;
    for (Value part : parts) {
      int first = start;
      Numbers own = Numbers.places(part.shape());
      start = Math.addExact(start, own.values().length);
      places.add(
          new Numbers(
              own.shape(),
              Arrays.stream(own.values()).map(place -> first + place).toArray(),
              true));
    }
    return site.assembler()
        .claims()
        .join(
            parts.stream().map(Parameters.class::cast).toList(),
            Folding.joined(site.node(), places));
  }

  private static Flow placed(Assembler assembler, Flow part, int axis, int start, int[] shape) {
    int inner = Axes.strides(shape)[axis];
    int extent = part.shape()[axis];
    int[] places = new int[Numbers.size(shape)];
    for (int i = 0; i < places.length; i++) {
      int at = i / inner % shape[axis] - start;
      int outer = i / inner / shape[axis];
      places[i] =
          at < 0 || at >= extent
              ? -1
              : part.arrangement().places()[(outer * extent + at) * inner + i % inner];
    }
    return assembler.flow(
        assembler.add(new Rearrangement(places, Assembler.vector(places.length)), part.layer()),
        shape);
  }

  static void reduceMean(Site site) {
    site.give(mean(site, axes(site), site.node().integer("keepdims", 1) != 0));
  }

  static void reduceSum(Site site) {
    int[] axes = axes(site);
    int[] shape = site.input(0).shape();
    double count =
        IntStream.of(axes).map(axis -> shape[axis]).asDoubleStream().reduce(1, (a, b) -> a * b);
    Flow mean = mean(site, axes, site.node().integer("keepdims", 1) != 0);
    site.give(new Pairs(site.assembler()).apply(new Line(count, 0), mean));
  }

  static void globalAveragePool(Site site) {
    site.give(mean(site, IntStream.range(2, site.input(0).shape().length).toArray(), true));
  }

  private static int[] axes(Site site) {
    int rank = site.input(0).shape().length;
    int[] given =
        site.node()
            .integers("axes")
            .orElseGet(() -> site.optionalFixed(1).map(Numbers::ints).orElse(new int[0]));
    if (given.length == 0 && site.node().integer("noop_with_empty_axes", 0) == 0) {
      return IntStream.range(0, rank).toArray();
    }
    return Axes.of(given, rank);
  }

  private static Flow mean(Site site, int[] axes, boolean keeps) {
    Assembler assembler = site.assembler();
    Flow x = site.flow(0);
    int[] shape = x.shape();
    int[] kept =
        IntStream.range(0, shape.length)
            .filter(axis -> Arrays.binarySearch(axes, axis) < 0)
            .toArray();
    IntStream.of(axes).forEach(axis -> assembler.joins(shape[axis]));
    int[] order = IntStream.concat(IntStream.of(axes), IntStream.of(kept)).toArray();
    int count = IntStream.of(axes).map(axis -> shape[axis]).reduce(1, (a, b) -> a * b);
    int channels = Math.max(1, x.arrangement().size() / Math.max(1, count));
    Flow stored = assembler.stored(x, Selections.transposed(Numbers.places(shape), order).ints());
    Extents grid = new Extents(Math.max(1, count), 1, channels);
    int layer =
        assembler.add(
            new Pooling(Pooling.Kind.AVERAGE, Windows.global(grid)),
            assembler.grouped(stored, grid));
    int[] after =
        keeps
            ? IntStream.range(0, shape.length)
                .map(axis -> Arrays.binarySearch(axes, axis) < 0 ? shape[axis] : 1)
                .toArray()
            : IntStream.of(kept).map(axis -> shape[axis]).toArray();
    return assembler.flow(layer, after);
  }
}

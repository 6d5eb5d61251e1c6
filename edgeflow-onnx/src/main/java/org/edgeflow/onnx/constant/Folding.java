package org.edgeflow.onnx.constant;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.edgeflow.onnx.graph.BadNetworkException;
import org.edgeflow.onnx.graph.Node;
import org.edgeflow.onnx.graph.Numbers;

/** Computes nodes all of whose inputs are known: exporters compute shapes, masks and scales so. */
public final class Folding {
  /** Far beyond any shape or mask; what is larger was made to do harm. */
  private static final long MOST_IN_ALL = 1L << 26;

  private static final Map<String, DoubleBinaryOperator> PAIRS =
      Map.ofEntries(
          Map.entry("Add", Double::sum),
          Map.entry("Sub", (a, b) -> a - b),
          Map.entry("Mul", (a, b) -> a * b),
          Map.entry("Pow", Math::pow),
          Map.entry("Min", Math::min),
          Map.entry("Max", Math::max),
          Map.entry("And", (a, b) -> a != 0 && b != 0 ? 1 : 0),
          Map.entry("Or", (a, b) -> a != 0 || b != 0 ? 1 : 0),
          Map.entry("Equal", (a, b) -> a == b ? 1 : 0),
          Map.entry("Less", (a, b) -> a < b ? 1 : 0),
          Map.entry("LessOrEqual", (a, b) -> a <= b ? 1 : 0),
          Map.entry("Greater", (a, b) -> a > b ? 1 : 0),
          Map.entry("GreaterOrEqual", (a, b) -> a >= b ? 1 : 0),
          Map.entry("Mod", (a, b) -> a - b * Math.floor(a / b)));

  private static final Map<String, DoubleUnaryOperator> SINGLES =
      Map.of(
          "Sqrt", Math::sqrt,
          "Neg", a -> -a,
          "Abs", Math::abs,
          "Exp", Math::exp,
          "Log", Math::log,
          "Floor", Math::floor,
          "Ceil", Math::ceil,
          "Reciprocal", a -> 1 / a,
          "Not", a -> a == 0 ? 1 : 0,
          "IsNaN", a -> Double.isNaN(a) ? 1 : 0);

  private static final int FIRST_INTEGER_TYPE = 2;
  private static final int FLOAT = 1;
  private static final int FLOAT16 = 10;
  private static final int DOUBLE = 11;

  private long left = MOST_IN_ALL;

  /**
   * What a node makes.
   *
   * @param inputs null for one left out
   * @return empty if it is no operator of known numbers
   */
  public Optional<List<Numbers>> fold(Node node, List<Numbers> inputs) {
    Optional<List<Numbers>> results = results(node, inputs);
    results.ifPresent(made -> made.forEach(numbers -> spend(numbers.values().length)));
    return results;
  }

  private void spend(long numbers) {
    left -= numbers;
    if (left < 0) {
      throw new BadNetworkException(
          "computes more than "
              + MOST_IN_ALL
              + " numbers before any example, which no network needs");
    }
  }

  private Optional<List<Numbers>> results(Node node, List<Numbers> inputs) {
    String operator = node.operator();
    if (operator.equals("Cast")) {
      return Optional.of(List.of(cast(node, inputs.get(0))));
    }
    if (Selections.are(operator)) {
      return Optional.of(Selections.of(node, inputs));
    }
    if (PAIRS.containsKey(operator) && inputs.size() == 2) {
      return single(pairs(inputs.get(0), inputs.get(1), node, PAIRS.get(operator)));
    }
    if (SINGLES.containsKey(operator)) {
      return single(
          new Numbers(
              inputs.get(0).shape(),
              Arrays.stream(inputs.get(0).values()).map(SINGLES.get(operator)).toArray(),
              inputs.get(0).integers()));
    }
    return switch (operator) {
      case "Constant" -> single(constant(node));
      case "Div" -> single(quotient(inputs.get(0), inputs.get(1), node));
      case "Concat" -> single(joined(node, inputs));
      case "Range" -> single(range(inputs));
      case "ConstantOfShape" -> single(filled(node, inputs.get(0)));
      case "Where" -> single(chosen(inputs));
      case "Trilu" -> single(triangle(node, inputs));
      case "ReduceProd" -> single(product(inputs.get(0)));
      default -> Optional.empty();
    };
  }

  private static Optional<List<Numbers>> single(Numbers numbers) {
    return Optional.of(List.of(numbers));
  }

  private static Numbers constant(Node node) {
    for (Object value : node.attributes().values()) {
      if (value instanceof Numbers numbers) {
        return numbers;
      } else if (value instanceof Double number) {
        return Numbers.single(number, false);
      } else if (value instanceof Long integer) {
        return Numbers.single(integer, true);
      } else if (value instanceof long[] integers) {
        return new Numbers(
            new int[] {integers.length}, Arrays.stream(integers).asDoubleStream().toArray(), true);
      } else if (value instanceof double[] numbers) {
        return new Numbers(new int[] {numbers.length}, numbers, false);
      }
    }
    throw new BadNetworkException("is damaged: " + node.label() + " has no numbers");
  }

  private static Numbers cast(Node node, Numbers x) {
    long type = node.integer("to", FLOAT);
    boolean integers = type >= FIRST_INTEGER_TYPE && type != FLOAT16 && type != DOUBLE;
    double[] values =
        integers
            ? Arrays.stream(x.values())
                .map(value -> value < 0 ? Math.ceil(value) : Math.floor(value))
                .toArray()
            : x.values();
    return new Numbers(x.shape(), values, integers);
  }

  private Numbers pairs(Numbers left, Numbers right, Node node, DoubleBinaryOperator operator) {
    int[] shape = Axes.broadcast(left.shape(), right.shape());
    // Asked for before it is made, since it may be far larger than both.
    spend(Numbers.size(shape));
    double[] a = Selections.expanded(left, shape).values();
    double[] b = Selections.expanded(right, shape).values();
    double[] values = new double[a.length];
    Arrays.setAll(values, i -> operator.applyAsDouble(a[i], b[i]));
    boolean comparison = node.operator().matches("Equal|Less.*|Greater.*|And|Or");
    return new Numbers(shape, values, comparison || (left.integers() && right.integers()));
  }

  private Numbers quotient(Numbers left, Numbers right, Node node) {
    boolean integers = left.integers() && right.integers();
    if (integers && Arrays.stream(right.values()).anyMatch(value -> value == 0)) {
      throw new BadNetworkException(node.label() + " divides an integer by zero");
    }
    return pairs(
        left,
        right,
        node,
        integers ? (a, b) -> a / b < 0 ? Math.ceil(a / b) : Math.floor(a / b) : (a, b) -> a / b);
  }

  /** Tensors that are joined along the node's axis. */
  public static Numbers joined(Node node, List<Numbers> inputs) {
    int rank = inputs.get(0).shape().length;
    int axis = Axes.of(node.integer("axis", 0), rank);
    int[] shape = joinedShape(node, axis, inputs.stream().map(Numbers::shape).toList());
    double[] values = new double[Numbers.size(shape)];
    int inner = Axes.strides(shape)[axis];
    int start = 0;
    for (Numbers input : inputs) {
      int chunk = input.shape()[axis] * inner;
      int count = chunk == 0 ? 0 : input.values().length / chunk;
      for (int outer = 0; outer < count; outer++) {
        System.arraycopy(
            input.values(), outer * chunk, values, outer * shape[axis] * inner + start, chunk);
      }
      start += chunk;
    }
    return new Numbers(shape, values, inputs.get(0).integers());
  }

  /** The shape of tensors that are joined along an axis. */
  public static int[] joinedShape(Node node, int axis, List<int[]> shapes) {
    int[] shape = shapes.get(0).clone();
    for (int[] other : shapes.subList(1, shapes.size())) {
      for (int i = 0; i < Math.max(shape.length, other.length); i++) {
        if (other.length != shape.length || (i != axis && other[i] != shape[i])) {
          throw new BadNetworkException(
              node.label() + " joins " + Arrays.toString(shape) + " and " + Arrays.toString(other));
        }
      }
      shape[axis] += other[axis];
    }
    return shape;
  }

  private Numbers range(List<Numbers> inputs) {
    double start = inputs.get(0).values()[0];
    double step = inputs.get(2).values()[0];
    double count = Math.max(0, Math.ceil((inputs.get(1).values()[0] - start) / step));
    spend(Double.isFinite(count) && count < MOST_IN_ALL ? (long) count : MOST_IN_ALL + 1);
    double[] values = new double[(int) count];
    Arrays.setAll(values, i -> start + i * step);
    return new Numbers(new int[] {values.length}, values, inputs.get(0).integers());
  }

  private Numbers filled(Node node, Numbers shape) {
    int[] wanted = Shapes.wanted(shape);
    spend(Numbers.size(wanted));
    double[] values = new double[Numbers.size(wanted)];
    Optional<Numbers> value = node.attribute("value", Numbers.class);
    value.ifPresent(number -> Arrays.fill(values, number.values()[0]));
    return new Numbers(wanted, values, value.isPresent() && value.get().integers());
  }

  private Numbers chosen(List<Numbers> inputs) {
    int[] shape =
        Axes.broadcast(
            inputs.get(0).shape(), Axes.broadcast(inputs.get(1).shape(), inputs.get(2).shape()));
    spend(Numbers.size(shape));
    List<double[]> columns = new ArrayList<>();
    inputs.forEach(input -> columns.add(Selections.expanded(input, shape).values()));
    double[] values = new double[Numbers.size(shape)];
    Arrays.setAll(values, i -> columns.get(columns.get(0)[i] != 0 ? 1 : 2)[i]);
    return new Numbers(shape, values, inputs.get(1).integers());
  }

  private static Numbers triangle(Node node, List<Numbers> inputs) {
    Numbers x = inputs.get(0);
    int rank = x.shape().length;
    int columns = x.shape()[rank - 1];
    int rows = x.shape()[rank - 2];
    boolean upper = node.integer("upper", 1) != 0;
    Numbers given = Selections.optional(inputs, 1);
    int diagonal = given == null ? 0 : given.ints()[0];
    double[] values = x.values().clone();
    for (int i = 0; i < values.length; i++) {
      int off = i % columns - i / columns % rows;
      if (upper ? off < diagonal : off > diagonal) {
        values[i] = 0;
      }
    }
    return new Numbers(x.shape(), values, x.integers());
  }

  private static Numbers product(Numbers x) {
    return Numbers.single(Arrays.stream(x.values()).reduce(1, (a, b) -> a * b), x.integers());
  }
}

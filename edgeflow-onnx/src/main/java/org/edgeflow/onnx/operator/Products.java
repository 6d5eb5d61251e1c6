package org.edgeflow.onnx.operator;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.edgeflow.models.engine.activation.AlgebraicActivation.Line;
import org.edgeflow.models.engine.algebra.MatrixProduct;
import org.edgeflow.models.engine.layer.Linear;
import org.edgeflow.models.engine.signal.Extents;
import org.edgeflow.onnx.assembly.Arrangement;
import org.edgeflow.onnx.assembly.Assembler;
import org.edgeflow.onnx.assembly.UnsupportedNodeException;
import org.edgeflow.onnx.assembly.Value;
import org.edgeflow.onnx.assembly.Value.Fixed;
import org.edgeflow.onnx.assembly.Value.Flow;
import org.edgeflow.onnx.assembly.Value.Parameters;
import org.edgeflow.onnx.constant.Axes;
import org.edgeflow.onnx.constant.Selections;
import org.edgeflow.onnx.graph.Node;
import org.edgeflow.onnx.graph.Numbers;

/** Products of matrices: {@code MatMul} and {@code Gemm}. */
final class Products {
  private final Assembler assembler;
  private final Pairs pairs;

  Products(Assembler assembler) {
    this.assembler = assembler;
    this.pairs = new Pairs(assembler);
  }

  static void matMul(Site site) {
    Products products = new Products(site.assembler());
    Value left = site.input(0);
    Value right = site.input(1);
    if (left.shape().length > 1 && matrix(right)) {
      Parameters weights = (Parameters) flattened(right);
      Optional<Node> reader = site.onlyReader().filter(node -> node.operator().equals("Add"));
      Optional<Parameters> bias =
          reader.flatMap(node -> bias(site, node, weights.shape()[1], left.shape().length));
      Flow made = products.linear(site.assembler().flow(left), weights, bias.orElse(null));
      site.give(made);
      if (bias.isPresent()) {
        site.giveFor(reader.get(), made);
      }
      return;
    }
    site.give(products.product(left, right));
  }

  static void gemm(Site site) {
    Products products = new Products(site.assembler());
    Node node = site.node();
    Flow x = site.flow(0);
    if (node.integer("transA", 0) != 0) {
      x = transposed(x);
    }
    double alpha = node.number("alpha", 1);
    if (alpha != 1) {
      x = products.pairs.apply(new Line(alpha, 0), x);
    }
    Value right = site.input(1);
    if (node.integer("transB", 0) != 0) {
      right = right instanceof Flow flow ? transposed(flow) : turned(right);
    }
    Optional<Value> bias = site.optional(2);
    double beta = node.number("beta", 1);
    if (bias.isPresent() && beta != 1) {
      bias =
          Optional.of(products.pairs.multiply(bias.get(), new Fixed(Numbers.single(beta, false))));
    }
    if (matrix(right)) {
      Parameters weights = (Parameters) right;
      Parameters own =
          bias.isPresent()
                  && bias.get() instanceof Parameters parameters
                  && isRow(parameters, weights.shape()[1])
              ? parameters
              : null;
      Flow made = products.linear(x, weights, own);
      site.give(own == null && bias.isPresent() ? products.pairs.add(made, bias.get()) : made);
    } else {
      Flow made = products.product(x, right);
      site.give(bias.isPresent() ? products.pairs.add(made, bias.get()) : made);
    }
  }

  private static boolean matrix(Value value) {
    return value instanceof Parameters parameters
        && parameters.shape().length >= 2
        && Numbers.size(parameters.shape())
            == parameters.shape()[parameters.shape().length - 1]
                * parameters.shape()[parameters.shape().length - 2];
  }

  private static Value flattened(Value value) {
    Parameters parameters = (Parameters) value;
    int[] shape = parameters.shape();
    return new Parameters(
        parameters.name(),
        Arrays.copyOfRange(shape, shape.length - 2, shape.length),
        parameters.arrangement());
  }

  private static Optional<Parameters> bias(Site site, Node add, int outputs, int rank) {
    String made = site.node().outputs().get(0);
    String other = add.inputs().get(0).equals(made) ? add.inputs().get(1) : add.inputs().get(0);
    return site.known(other)
        .filter(Parameters.class::isInstance)
        .map(Parameters.class::cast)
        .filter(value -> isRow(value, outputs) && value.shape().length <= rank);
  }

  private static boolean isRow(Parameters value, int outputs) {
    int rank = value.shape().length;
    return rank > 0 && value.shape()[rank - 1] == outputs && Numbers.size(value.shape()) == outputs;
  }

  /**
   * {@code x W + b} for the last axis of x.
   *
   * @param weights inputs × outputs
   * @param bias null where there is none
   */
  Flow linear(Flow flow, Parameters weights, Parameters bias) {
    int inner = weights.shape()[0];
    int outputs = weights.shape()[1];
    int last = flow.shape().length - 1;
    if (flow.shape()[last] != inner) {
      throw new UnsupportedNodeException(
          "a matrix of "
              + inner
              + " x "
              + outputs
              + " for inputs of shape "
              + Arrays.toString(flow.shape()));
    }
    assembler.joins(inner);
    boolean row = flow.arrangement().isPermutation() && flow.arrangement().size() == inner;
    // A single row may lie in any order: its weights are then taken in that order.
    Flow x = row ? flow : assembler.wholeRows(flow, inner);
    int[] columns = row ? x.arrangement().inverse() : IntStream.range(0, inner).toArray();
    int[] rows = row ? new int[] {0} : x.arrangement().rows(inner);
    int input = row ? assembler.grouped(x, Extents.vector(inner)) : assembler.rows(x, inner);
    int[] elements = new int[inner * outputs];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = columns[i % inner] * outputs + i / inner;
    }
    assembler.claims().claim(weights, elements);
    if (bias != null) {
      assembler.claims().claim(bias, IntStream.range(0, outputs).toArray());
    }
    int[] shape = x.shape().clone();
    shape[last] = outputs;
    return new Flow(
        assembler.add(Linear.dense(outputs, bias != null), input),
        shape,
        Arrangement.ofRows(rows, outputs));
  }

  private Flow product(Value left, Value right) {
    if (left.shape().length == 1 || right.shape().length == 1) {
      return vectors(left, right);
    }
    if (matrix(left) && left.shape().length == 2 && right instanceof Flow flow) {
      return transposed(linear(transposed(flow), (Parameters) turned(left), null));
    }
    return product(assembler.flow(left), assembler.flow(right));
  }

  private Flow vectors(Value left, Value right) {
    Flow a = assembler.flow(left);
    Flow b = assembler.flow(right);
    boolean row = a.shape().length == 1;
    boolean column = b.shape().length == 1;
    int[] leftShape = row ? new int[] {1, a.shape()[0]} : a.shape();
    int[] rightShape = column ? new int[] {b.shape()[0], 1} : b.shape();
    Flow made =
        product(
            new Flow(a.layer(), leftShape, a.arrangement()),
            new Flow(b.layer(), rightShape, b.arrangement()));
    int[] full = made.shape();
    int[] shape =
        IntStream.range(0, full.length)
            .filter(
                axis -> !(row && axis == full.length - 2) && !(column && axis == full.length - 1))
            .map(axis -> full[axis])
            .toArray();
    return new Flow(made.layer(), shape, made.arrangement());
  }

  /** Many products of two flows' matrices, or one. */
  Flow product(Flow left, Flow right) {
    int[] a = left.shape();
    int[] b = right.shape();
    int rows = a[a.length - 2];
    int inner = a[a.length - 1];
    int columns = b[b.length - 1];
    if (b[b.length - 2] != inner) {
      throw new UnsupportedNodeException(
          "a product of " + Arrays.toString(a) + " and " + Arrays.toString(b));
    }
    assembler.joins(inner);
    int[] outer = Axes.broadcast(Arrays.copyOf(a, a.length - 2), Arrays.copyOf(b, b.length - 2));
    Flow x = assembler.natural(pairs.expanded(left, with(outer, rows, inner)));
    Flow y = pairs.expanded(right, with(outer, inner, columns));
    boolean turned = !y.arrangement().isNatural() && transposed(y).arrangement().isNatural();
    int second = turned ? y.layer() : assembler.natural(y).layer();
    int[] shape = with(outer, rows, columns);
    return assembler.flow(
        assembler.add(
            new MatrixProduct(Numbers.size(outer), rows, inner, columns, turned),
            x.layer(),
            second),
        shape);
  }

  private static int[] with(int[] outer, int rows, int columns) {
    int[] shape = Arrays.copyOf(outer, outer.length + 2);
    shape[outer.length] = rows;
    shape[outer.length + 1] = columns;
    return shape;
  }

  private static Numbers turned(int[] shape) {
    int[] order = IntStream.range(0, shape.length).toArray();
    order[shape.length - 1] = shape.length - 2;
    order[shape.length - 2] = shape.length - 1;
    return Selections.transposed(Numbers.places(shape), order);
  }

  /** The last two axes exchanged. */
  static Flow transposed(Flow flow) {
    Numbers turned = turned(flow.shape());
    return new Flow(flow.layer(), turned.shape(), flow.arrangement().then(turned));
  }

  private static Value turned(Value value) {
    Numbers turned = turned(value.shape());
    if (value instanceof Parameters parameters) {
      return new Parameters(
          parameters.name(), turned.shape(), parameters.arrangement().then(turned));
    }
    Numbers numbers = ((Fixed) value).numbers();
    int[] places = turned.ints();
    return new Fixed(
        new Numbers(
            turned.shape(),
            Arrays.stream(places).mapToDouble(place -> numbers.values()[place]).toArray(),
            false));
  }
}

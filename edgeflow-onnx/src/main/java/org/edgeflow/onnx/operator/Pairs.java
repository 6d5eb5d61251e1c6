package org.edgeflow.onnx.operator;

import java.util.Arrays;
import org.edgeflow.core.tensor.activation.Activation;
import org.edgeflow.models.engine.activation.AlgebraicActivation.Line;
import org.edgeflow.models.engine.activation.AlgebraicActivation.Power;
import org.edgeflow.models.engine.algebra.Bias;
import org.edgeflow.models.engine.algebra.Combination;
import org.edgeflow.models.engine.algebra.FixedAffine;
import org.edgeflow.models.engine.algebra.Hadamard;
import org.edgeflow.models.engine.layer.Affine;
import org.edgeflow.models.engine.layer.Elementwise;
import org.edgeflow.models.engine.layer.Sum;
import org.edgeflow.models.engine.signal.Layer;
import org.edgeflow.onnx.assembly.Assembler;
import org.edgeflow.onnx.assembly.Value;
import org.edgeflow.onnx.assembly.Value.Fixed;
import org.edgeflow.onnx.assembly.Value.Flow;
import org.edgeflow.onnx.assembly.Value.Parameters;
import org.edgeflow.onnx.constant.Axes;
import org.edgeflow.onnx.constant.Selections;
import org.edgeflow.onnx.graph.Numbers;

/** Sums and products element by element, of values that are repeated to fit each other. */
record Pairs(Assembler assembler) {
  /** A function of each element. */
  Flow apply(Activation function, Flow x) {
    Flow stored = assembler.onto(x);
    return new Flow(
        assembler.add(new Elementwise(function), stored.layer()),
        stored.shape(),
        stored.arrangement());
  }

  Flow add(Value left, Value right) {
    if (!(left instanceof Flow) && right instanceof Flow) {
      return add(right, left);
    }
    Flow x = assembler.flow(left);
    if (right instanceof Fixed fixed) {
      return fixed.numbers().uniform() && fits(x, fixed)
          ? apply(new Line(1, fixed.numbers().values()[0]), x)
          : affine(x, fixed.numbers(), false);
    } else if (right instanceof Parameters parameters) {
      return own(x, parameters, false);
    }
    return joined(new Sum(), x, assembler.flow(right));
  }

  Flow subtract(Value left, Value right) {
    if (right instanceof Fixed fixed) {
      return add(left, new Fixed(mapped(fixed.numbers(), -1, false)));
    }
    if (left instanceof Fixed) {
      return add(apply(new Line(-1, 0), assembler.flow(right)), left);
    }
    return joined(new Combination(1, -1), assembler.flow(left), assembler.flow(right));
  }

  Flow multiply(Value left, Value right) {
    if (!(left instanceof Flow) && right instanceof Flow) {
      return multiply(right, left);
    }
    Flow x = assembler.flow(left);
    if (right instanceof Fixed fixed) {
      return fixed.numbers().uniform() && fits(x, fixed)
          ? apply(new Line(fixed.numbers().values()[0], 0), x)
          : affine(x, fixed.numbers(), true);
    } else if (right instanceof Parameters parameters) {
      return own(x, parameters, true);
    }
    return joined(new Hadamard(), x, assembler.flow(right));
  }

  Flow divide(Value left, Value right) {
    return right instanceof Fixed fixed
        ? multiply(left, new Fixed(mapped(fixed.numbers(), 1, true)))
        : multiply(apply(new Power(-1), assembler.flow(right)), left);
  }

  private static Numbers mapped(Numbers numbers, double factor, boolean reciprocal) {
    return new Numbers(
        numbers.shape(),
        Arrays.stream(numbers.values()).map(x -> reciprocal ? factor / x : factor * x).toArray(),
        false);
  }

  private static boolean fits(Flow x, Fixed fixed) {
    return Arrays.equals(Axes.broadcast(x.shape(), fixed.shape()), x.shape());
  }

  /** Repeated to a shape, which costs nothing yet. */
  Flow expanded(Flow x, int[] shape) {
    return Arrays.equals(x.shape(), shape)
        ? x
        : new Flow(
            x.layer(),
            shape,
            x.arrangement().then(Selections.expanded(Numbers.places(x.shape()), shape)));
  }

  /** The same with a store that holds each element once. */
  private Flow repeated(Flow x, int[] shape) {
    Flow expanded = expanded(x, shape);
    return expanded.arrangement().isPermutation() ? expanded : assembler.natural(expanded);
  }

  private Flow joined(Layer layer, Flow left, Flow right) {
    int[] shape = Axes.broadcast(left.shape(), right.shape());
    Flow x = expanded(left, shape);
    Flow y = expanded(right, shape);
    if (!x.arrangement().isPermutation() && !y.arrangement().isPermutation()) {
      x = assembler.natural(x);
    }
    if (!x.arrangement().isPermutation()) {
      x = assembler.stored(x, y.arrangement().inverse());
    } else if (!x.arrangement().same(y.arrangement())) {
      y = assembler.stored(y, x.arrangement().inverse());
    }
    return new Flow(assembler.add(layer, x.layer(), sameForm(y, x)), shape, x.arrangement());
  }

  private int sameForm(Flow flow, Flow as) {
    return assembler.rehearsal()
        ? 0
        : assembler.grouped(flow, assembler.graph().extents(as.layer()));
  }

  private Flow affine(Flow flow, Numbers numbers, boolean gains) {
    Flow x = repeated(flow, Axes.broadcast(flow.shape(), numbers.shape()));
    double[] all = Selections.expanded(numbers, x.shape()).values();
    double[] stored = new double[all.length];
    for (int i = 0; i < all.length; i++) {
      stored[x.arrangement().places()[i]] = all[i];
    }
    int period = period(x, stored);
    double[] channel = Arrays.copyOf(stored, period);
    int layer =
        assembler.add(
            gains ? new FixedAffine(channel, null) : new FixedAffine(null, channel),
            assembler.rows(x, period));
    return new Flow(layer, x.shape(), x.arrangement());
  }

  private int period(Flow x, double[] stored) {
    int channels =
        assembler.rehearsal() ? stored.length : assembler.graph().extents(x.layer()).channels();
    for (int i = channels; i < stored.length; i++) {
      if (Double.compare(stored[i], stored[i - channels]) != 0) {
        return stored.length;
      }
    }
    return channels;
  }

  /** A gain or a bias that is trained. */
  private Flow own(Flow flow, Parameters parameters, boolean gain) {
    int[] shape = Axes.broadcast(flow.shape(), parameters.shape());
    Numbers own = Numbers.places(parameters.shape());
    int[] which = Selections.expanded(own, shape).ints();
    int period = own.values().length;
    Flow x = repeated(flow, shape);
    if (!periodic(x, which, period)) {
      x = assembler.stored(x, outerFirst(shape, parameters.shape()));
    }
    int[] inverse = x.arrangement().inverse();
    int[] elements = new int[period];
    for (int i = 0; i < period; i++) {
      elements[i] = which[inverse[i]];
    }
    int input = assembler.rows(x, period);
    assembler.claims().claim(parameters, elements);
    int layer = assembler.add(gain ? new Affine(false) : new Bias(), input);
    return new Flow(layer, x.shape(), x.arrangement());
  }

  /** Whether the parameters of a store's numbers come round in a cycle that has each once. */
  private static boolean periodic(Flow x, int[] which, int period) {
    int[] inverse = x.arrangement().inverse();
    boolean[] seen = new boolean[period];
    for (int i = 0; i < inverse.length; i++) {
      int now = which[inverse[i]];
      if (i < period ? seen[now] : now != which[inverse[i - period]]) {
        return false;
      }
      seen[now] = true;
    }
    return true;
  }

  /** The elements in an order in which the axes along which parameters differ come last. */
  private static int[] outerFirst(int[] shape, int[] own) {
    int added = shape.length - own.length;
    int[] order = new int[shape.length];
    int next = 0;
    for (int pass = 0; pass < 2; pass++) {
      for (int axis = 0; axis < shape.length; axis++) {
        boolean inner = axis >= added && own[axis - added] > 1;
        if (inner == (pass == 1)) {
          order[next++] = axis;
        }
      }
    }
    return Selections.transposed(Numbers.places(shape), order).ints();
  }
}

package org.edgeflow.onnx.operator;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.edgeflow.models.engine.activation.AlgebraicActivation.Plain;
import org.edgeflow.models.engine.algebra.Softmax;
import org.edgeflow.models.engine.layer.Affine;
import org.edgeflow.models.engine.layer.Normalization;
import org.edgeflow.onnx.assembly.Assembler;
import org.edgeflow.onnx.assembly.UnsupportedNodeException;
import org.edgeflow.onnx.assembly.Value;
import org.edgeflow.onnx.assembly.Value.Fixed;
import org.edgeflow.onnx.assembly.Value.Flow;
import org.edgeflow.onnx.assembly.Value.Parameters;
import org.edgeflow.onnx.constant.Axes;
import org.edgeflow.onnx.constant.Selections;
import org.edgeflow.onnx.graph.Numbers;

/** Normalizations and softmax. */
record Normalizations(Map<String, Numbers> tensors) {
  private static final double EPSILON = 1e-5;

  static void softmax(Site site) {
    site.give(probabilities(site));
  }

  static void logSoftmax(Site site) {
    site.give(new Pairs(site.assembler()).apply(Plain.LOGARITHM, probabilities(site)));
  }

  private static Flow probabilities(Site site) {
    Flow x = site.flow(0);
    int rank = x.shape().length;
    int axis = Axes.of(site.node().integer("axis", -1), rank);
    site.assembler().joins(x.shape()[axis]);
    int[] order = IntStream.range(0, rank).toArray();
    order[axis] = rank - 1;
    order[rank - 1] = axis;
    // Exchanging two axes is its own inverse.
    return moved(rowSoftmax(site.assembler(), moved(x, order)), order);
  }

  private static Flow rowSoftmax(Assembler assembler, Flow flow) {
    int columns = flow.shape()[flow.shape().length - 1];
    Flow x = assembler.wholeRows(flow, columns);
    return new Flow(
        assembler.add(new Softmax(), assembler.rows(x, columns)), x.shape(), x.arrangement());
  }

  private static Flow moved(Flow flow, int[] order) {
    Numbers moved = Selections.transposed(Numbers.places(flow.shape()), order);
    return new Flow(flow.layer(), moved.shape(), flow.arrangement().then(moved));
  }

  /** Every row of some columns, normalized by itself. */
  private static Flow normalized(Assembler assembler, Flow flow, int columns, double epsilon) {
    Flow x = assembler.wholeRows(flow, columns);
    return new Flow(
        assembler.add(new Normalization(epsilon, false), assembler.rows(x, columns)),
        x.shape(),
        x.arrangement());
  }

  static void layer(Site site) {
    Assembler assembler = site.assembler();
    Flow x = site.flow(0);
    int axis = Axes.of(site.node().integer("axis", -1), x.shape().length);
    int[] inner = Arrays.copyOfRange(x.shape(), axis, x.shape().length);
    assembler.joins(inner);
    int columns = Numbers.size(inner);
    Flow y = normalized(assembler, x, columns, site.node().number("epsilon", EPSILON));
    if (site.input(1) instanceof Parameters gain
        && Numbers.size(gain.shape()) == columns
        && (!site.has(2)
            || (site.input(2) instanceof Parameters bias
                && Numbers.size(bias.shape()) == columns))) {
      int[] all = IntStream.range(0, columns).toArray();
      int input = assembler.rows(y, columns);
      assembler.claims().claim(gain, all);
      if (site.has(2)) {
        assembler.claims().claim((Parameters) site.input(2), all);
      }
      site.give(
          new Flow(assembler.add(new Affine(site.has(2)), input), y.shape(), y.arrangement()));
      return;
    }
    site.give(scaled(site, y, site.input(1), site.has(2) ? site.input(2) : null));
  }

  private static Flow scaled(Site site, Flow y, Value gain, Value bias) {
    Pairs pairs = new Pairs(site.assembler());
    Flow scaled = pairs.multiply(y, gain);
    return bias == null ? scaled : pairs.add(scaled, bias);
  }

  /** The statistics are the file's and do not move; gain and bias are trained. */
  void batch(Site site) {
    if (site.node().integer("training_mode", 0) != 0) {
      throw new UnsupportedNodeException(
          "statistics of the batch; export the model in its eval() mode");
    }
    Flow x = site.flow(0);
    site.assembler().joins(x.shape()[1]);
    double epsilon = site.node().number("epsilon", EPSILON);
    double[] mean = statistics(site, 3);
    double[] variance = statistics(site, 4);
    double[] scale = Arrays.stream(variance).map(v -> 1 / Math.sqrt(v + epsilon)).toArray();
    double[] shift = new double[mean.length];
    Arrays.setAll(shift, i -> -mean[i] * scale[i]);
    int rank = x.shape().length;
    Pairs pairs = new Pairs(site.assembler());
    Flow y = pairs.multiply(x, new Fixed(new Numbers(channel(mean.length, rank), scale, false)));
    y = pairs.add(y, new Fixed(new Numbers(channel(mean.length, rank), shift, false)));
    site.give(scaled(site, y, channel(site.input(1), rank), channel(site.input(2), rank)));
  }

  private double[] statistics(Site site, int input) {
    Value value = site.input(input);
    if (value instanceof Fixed fixed) {
      return fixed.numbers().values();
    } else if (value instanceof Parameters parameters) {
      double[] all = tensors.get(parameters.name()).values();
      return IntStream.of(parameters.arrangement().places()).mapToDouble(i -> all[i]).toArray();
    }
    throw new UnsupportedNodeException("statistics that depend on an example");
  }

  /** Extents of one number a channel, against those of a whole example: batch, channel, others. */
  private static int[] channel(int channels, int rank) {
    int[] shape = new int[Math.max(1, rank - 1)];
    Arrays.fill(shape, 1);
    shape[0] = channels;
    return shape;
  }

  /** One number a channel, to fit whole examples. */
  static Value channel(Value value, int rank) {
    int[] shape = channel(Numbers.size(value.shape()), rank);
    if (value instanceof Parameters parameters) {
      return new Parameters(parameters.name(), shape, parameters.arrangement());
    } else if (value instanceof Fixed fixed) {
      return new Fixed(Selections.reshaped(fixed.numbers(), shape));
    }
    Flow flow = (Flow) value;
    return new Flow(flow.layer(), shape, flow.arrangement());
  }

  static void instance(Site site) {
    grouped(site, site.input(0).shape()[1]);
  }

  static void group(Site site) {
    grouped(site, (int) site.node().integer("num_groups", 1));
  }

  private static void grouped(Site site, int groups) {
    Flow x = site.flow(0);
    int[] shape = x.shape();
    if (groups < 1 || shape[1] % groups != 0) {
      throw new UnsupportedNodeException(groups + " groups of " + shape[1] + " channels");
    }
    int[] gain = site.input(1).shape();
    if (Numbers.size(gain) != shape[1]) {
      throw new UnsupportedNodeException("a gain for each group; export with opset 21");
    }
    int columns = Numbers.size(shape) / Math.max(1, shape[0]) / groups;
    site.assembler().joins(columns);
    Flow y = normalized(site.assembler(), x, columns, site.node().number("epsilon", EPSILON));
    site.give(
        scaled(
            site, y, channel(site.input(1), shape.length), channel(site.input(2), shape.length)));
  }
}

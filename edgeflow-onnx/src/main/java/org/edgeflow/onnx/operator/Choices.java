package org.edgeflow.onnx.operator;

import java.util.Arrays;
import org.edgeflow.models.engine.activation.AlgebraicActivation.Clamp;
import org.edgeflow.models.engine.activation.AlgebraicActivation.Line;
import org.edgeflow.models.engine.activation.AlgebraicActivation.Step;
import org.edgeflow.onnx.assembly.UnsupportedNodeException;
import org.edgeflow.onnx.assembly.Value;
import org.edgeflow.onnx.assembly.Value.Fixed;
import org.edgeflow.onnx.assembly.Value.Flow;
import org.edgeflow.onnx.constant.Axes;
import org.edgeflow.onnx.constant.Selections;
import org.edgeflow.onnx.graph.Numbers;

/** Comparisons with a known number, and what is chosen by them. */
final class Choices {
  private Choices() {}

  /** 1 beyond a known number and 0 before it, or the other way round. */
  static Operator comparison(boolean above) {
    return site -> {
      boolean numberFirst = site.input(0) instanceof Fixed;
      Numbers bound = site.fixed(numberFirst ? 0 : 1);
      if (!bound.uniform()) {
        throw new UnsupportedNodeException("a comparison with several numbers");
      }
      site.give(
          new Pairs(site.assembler())
              .apply(
                  new Step(bound.values()[0], above != numberFirst),
                  site.flow(numberFirst ? 1 : 0)));
    };
  }

  /** The larger or the smaller of each element and a known number. */
  static Operator extreme(boolean larger) {
    return site -> {
      boolean numberFirst = site.input(0) instanceof Fixed;
      Numbers bound = site.fixed(numberFirst ? 0 : 1);
      if (!bound.uniform() || site.inputs() != 2) {
        throw new UnsupportedNodeException("the extreme of several tensors");
      }
      double number = bound.values()[0];
      site.give(
          new Pairs(site.assembler())
              .apply(
                  larger
                      ? new Clamp(number, Double.POSITIVE_INFINITY)
                      : new Clamp(Double.NEGATIVE_INFINITY, number),
                  site.flow(numberFirst ? 1 : 0)));
    };
  }

  /** {@code Where}: a share of one and the rest of the other, the share being 0 or 1. */
  static void where(Site site) {
    Pairs pairs = new Pairs(site.assembler());
    if (site.input(0) instanceof Fixed known) {
      Fixed rest = new Fixed(not(known.numbers()));
      site.give(pairs.add(part(pairs, site.input(1), known), part(pairs, site.input(2), rest)));
      return;
    }
    Flow share = site.flow(0);
    Flow rest = pairs.apply(new Line(-1, 1), share);
    site.give(pairs.add(pairs.multiply(share, site.input(1)), pairs.multiply(rest, site.input(2))));
  }

  private static Numbers not(Numbers truths) {
    return new Numbers(
        truths.shape(), Arrays.stream(truths.values()).map(x -> x == 0 ? 1 : 0).toArray(), true);
  }

  private static Value part(Pairs pairs, Value value, Fixed share) {
    if (value instanceof Fixed fixed) {
      // 0 times the −∞ of a mask would be no number.
      int[] shape = Axes.broadcast(share.shape(), fixed.shape());
      double[] truths = Selections.expanded(share.numbers(), shape).values();
      double[] numbers = Selections.expanded(fixed.numbers(), shape).values();
      double[] kept = new double[numbers.length];
      Arrays.setAll(kept, i -> truths[i] == 0 ? 0 : numbers[i]);
      return new Fixed(new Numbers(shape, kept, false));
    }
    return pairs.multiply(value, share);
  }
}

package org.edgeflow.onnx.operator;

import java.util.List;
import java.util.Optional;
import org.edgeflow.core.tensor.activation.StandardActivation;
import org.edgeflow.onnx.assembly.Value.Flow;
import org.edgeflow.onnx.graph.Node;
import org.edgeflow.onnx.graph.Numbers;

/**
 * The GELU as exporters spell it out before opset 20: {@code x/√2}, its Erf, plus 1, times x and ½
 * in either order. It becomes the function that it was: one layer for five, and without what
 * rounding √2 to float32 does to it.
 */
final class GeluFormula {
  private static final double ROUNDING = 1e-6;

  private GeluFormula() {}

  /** A quotient, or the GELU that begins with it. */
  static void divide(Site site) {
    Optional<List<Node>> formula = formula(site);
    if (formula.isEmpty()) {
      site.give(new Pairs(site.assembler()).divide(site.input(0), site.input(1)));
      return;
    }
    Flow made = new Pairs(site.assembler()).apply(StandardActivation.GELU, site.flow(0));
    formula.get().forEach(node -> site.giveFor(node, made));
  }

  private static Optional<List<Node>> formula(Site site) {
    if (site.inputs() != 2 || !is(site, site.node().inputs().get(1), Math.sqrt(2))) {
      return Optional.empty();
    }
    String x = site.node().inputs().get(0);
    Optional<Node> erf = next(site, site.node(), "Erf");
    Optional<Node> sum = erf.flatMap(node -> next(site, node, "Add"));
    Optional<Node> product = sum.flatMap(node -> next(site, node, "Mul"));
    Optional<Node> last = product.flatMap(node -> next(site, node, "Mul"));
    if (last.isEmpty() || !is(site, other(sum.get(), erf.get()), 1)) {
      return Optional.empty();
    }
    String first = other(product.get(), sum.get());
    String second = other(last.get(), product.get());
    boolean fits =
        first.equals(x) ? is(site, second, 0.5) : second.equals(x) && is(site, first, 0.5);
    return fits
        ? Optional.of(List.of(site.node(), erf.get(), sum.get(), product.get(), last.get()))
        : Optional.empty();
  }

  private static Optional<Node> next(Site site, Node node, String operator) {
    return site.onlyReader(node)
        .filter(reader -> reader.operator().equals(operator) && reader.domain().isEmpty());
  }

  private static String other(Node pair, Node known) {
    List<String> inputs = pair.inputs();
    return inputs.get(0).equals(known.outputs().get(0)) ? inputs.get(1) : inputs.get(0);
  }

  private static boolean is(Site site, String name, double number) {
    Optional<Numbers> numbers = site.constant(name);
    return numbers.isPresent()
        && numbers.get().values().length == 1
        && Math.abs(numbers.get().values()[0] - number) < ROUNDING;
  }
}

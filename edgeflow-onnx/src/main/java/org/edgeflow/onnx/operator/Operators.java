package org.edgeflow.onnx.operator;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.edgeflow.core.tensor.activation.Activation;
import org.edgeflow.core.tensor.activation.StandardActivation;
import org.edgeflow.models.engine.activation.AlgebraicActivation.Clamp;
import org.edgeflow.models.engine.activation.AlgebraicActivation.Line;
import org.edgeflow.models.engine.activation.AlgebraicActivation.Plain;
import org.edgeflow.models.engine.activation.AlgebraicActivation.Power;
import org.edgeflow.models.engine.activation.FurtherActivation;
import org.edgeflow.models.engine.activation.PiecewiseActivation.Exponential;
import org.edgeflow.models.engine.activation.PiecewiseActivation.Leaky;
import org.edgeflow.onnx.assembly.UnsupportedNodeException;
import org.edgeflow.onnx.constant.Selections;
import org.edgeflow.onnx.graph.Node;
import org.edgeflow.onnx.graph.Numbers;

/** The operators that the compiler knows. */
public final class Operators {
  private static final double SELU_ALPHA = 1.6732632423543772848170429916717;
  private static final double SELU_SCALE = 1.0507009873554804934193349852946;

  private final Map<String, Operator> operators = new TreeMap<>();

  /** For a network's tensors. */
  public Operators(Map<String, Numbers> tensors) {
    activations();
    pairs();
    movements();
    Normalizations normalizations = new Normalizations(tensors);
    operators.put("BatchNormalization", normalizations::batch);
    operators.put("LayerNormalization", Normalizations::layer);
    operators.put("InstanceNormalization", Normalizations::instance);
    operators.put("GroupNormalization", Normalizations::group);
    operators.put("Softmax", Normalizations::softmax);
    operators.put("LogSoftmax", Normalizations::logSoftmax);
    operators.put("LSTM", Recurrences::lstm);
    operators.put("GRU", Recurrences::gru);
    operators.put("MatMul", Products::matMul);
    operators.put("Gemm", Products::gemm);
    operators.put("Conv", WindowOperators::convolution);
    operators.put("AveragePool", WindowOperators::averagePool);
    operators.put("MaxPool", WindowOperators::maxPool);
    operators.put("GlobalMaxPool", WindowOperators::globalMaxPool);
    operators.put("GlobalAveragePool", Movements::globalAveragePool);
  }

  /** The operators by name, in the order of the alphabet. */
  public Map<String, Operator> all() {
    return operators;
  }

  private void activations() {
    activation("Relu", node -> StandardActivation.RELU);
    activation("Tanh", node -> StandardActivation.TANH);
    activation("Sigmoid", node -> StandardActivation.SIGMOID);
    activation("Softplus", node -> StandardActivation.SOFTPLUS);
    activation("Softsign", node -> FurtherActivation.SOFTSIGN);
    activation("Mish", node -> FurtherActivation.MISH);
    activation("Erf", node -> Plain.ERROR_FUNCTION);
    activation("Exp", node -> Plain.EXPONENTIAL);
    activation("Log", node -> Plain.LOGARITHM);
    activation("Abs", node -> Plain.ABSOLUTE);
    activation("Sqrt", node -> new Power(0.5));
    activation("Reciprocal", node -> new Power(-1));
    activation("Neg", node -> new Line(-1, 0));
    activation("LeakyRelu", node -> new Leaky(node.number("alpha", 0.01)));
    activation("Elu", node -> new Exponential(node.number("alpha", 1), 1));
    activation(
        "Selu",
        node ->
            new Exponential(node.number("alpha", SELU_ALPHA), node.number("gamma", SELU_SCALE)));
    activation("Gelu", Operators::gelu);
    operators.put("Clip", Operators::clip);
  }

  private static Activation gelu(Node node) {
    String approximation = node.word("approximate", "none");
    return switch (approximation) {
      case "none" -> StandardActivation.GELU;
      case "tanh" -> FurtherActivation.GELU_TANH;
      default -> throw new UnsupportedNodeException("the approximation '" + approximation + "'");
    };
  }

  private void activation(String operator, Function<Node, Activation> function) {
    operators.put(
        operator,
        site ->
            site.give(
                new Pairs(site.assembler()).apply(function.apply(site.node()), site.flow(0))));
  }

  private static void clip(Site site) {
    double least = site.optionalFixed(1).map(x -> x.values()[0]).orElse(Double.NEGATIVE_INFINITY);
    double most = site.optionalFixed(2).map(x -> x.values()[0]).orElse(Double.POSITIVE_INFINITY);
    site.give(new Pairs(site.assembler()).apply(new Clamp(least, most), site.flow(0)));
  }

  private void pairs() {
    operators.put(
        "Add", site -> site.give(new Pairs(site.assembler()).add(site.input(0), site.input(1))));
    operators.put(
        "Sub",
        site -> site.give(new Pairs(site.assembler()).subtract(site.input(0), site.input(1))));
    operators.put(
        "Mul",
        site -> site.give(new Pairs(site.assembler()).multiply(site.input(0), site.input(1))));
    operators.put("Div", GeluFormula::divide);
    operators.put("Pow", Operators::power);
    operators.put("Greater", Choices.comparison(true));
    operators.put("GreaterOrEqual", Choices.comparison(true));
    operators.put("Less", Choices.comparison(false));
    operators.put("LessOrEqual", Choices.comparison(false));
    operators.put("Max", Choices.extreme(true));
    operators.put("Min", Choices.extreme(false));
    operators.put("Where", Choices::where);
  }

  private static void power(Site site) {
    Numbers exponent = site.fixed(1);
    if (!exponent.uniform()
        || exponent.shape().length > site.input(0).shape().length
        || Arrays.stream(exponent.shape()).anyMatch(extent -> extent != 1)) {
      throw new UnsupportedNodeException("powers with several exponents");
    }
    site.give(new Pairs(site.assembler()).apply(new Power(exponent.values()[0]), site.flow(0)));
  }

  private void movements() {
    Selections.operators().forEach(name -> operators.put(name, Movements::selection));
    operators.put("Gather", Movements::gather);
    operators.put("Concat", Movements::concat);
    operators.put("Shape", Movements::shape);
    operators.put("Size", Movements::size);
    operators.put("ReduceMean", Movements::reduceMean);
    operators.put("ReduceSum", Movements::reduceSum);
  }
}

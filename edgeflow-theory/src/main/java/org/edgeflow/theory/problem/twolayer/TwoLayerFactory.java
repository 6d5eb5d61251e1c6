package org.edgeflow.theory.problem.twolayer;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.edgeflow.core.data.Dataset;
import org.edgeflow.core.objective.ObjectiveFactory;
import org.edgeflow.core.objective.Problem;
import org.edgeflow.core.settings.Description;
import org.edgeflow.core.settings.Setting;
import org.edgeflow.core.tensor.activation.StandardActivation;
import org.edgeflow.theory.problem.data.Examples;

/** Builds {@link TwoLayerNetwork} with one output from configs, on a teacher's or a dataset's. */
public final class TwoLayerFactory implements ObjectiveFactory<TwoLayerFactory.Settings> {

  /** How the output is scaled with the width m. */
  public enum Scaling {
    /** By {@code 1/m}; learning rates of order one move a neuron by about {@code 1/m}. */
    MEAN_FIELD,
    /** By {@code 1/√m}. */
    NTK
  }

  /** The activations. */
  public enum Activation {
    /** {@code tanh z}. */
    TANH(StandardActivation.TANH),
    /** {@code ln(1 + e^z)}, a smooth relu. */
    SOFTPLUS(StandardActivation.SOFTPLUS),
    /** {@code z Φ(z)}, a smooth relu. */
    GELU(StandardActivation.GELU),
    /** {@code z/(1 + e^{−z})}, a smooth relu. */
    SWISH(StandardActivation.SWISH),
    /** {@code 1/(1 + e^{−z})}. */
    SIGMOID(StandardActivation.SIGMOID),
    /** {@code z}. */
    IDENTITY(StandardActivation.IDENTITY);

    private final StandardActivation function;

    Activation(StandardActivation function) {
      this.function = function;
    }
  }

  /** The settings of {@code two-layer}. */
  public record Settings(
      @Setting(value = "The width m.", byDefault = "100", atLeast = 1, atMost = 1_000_000)
          int width,
      @Setting(
              value = "How the output is scaled: mean-field (1/m) or ntk (1/√m).",
              byDefault = "ntk")
          Scaling scaling,
      @Setting(value = "The activation, of the network and the teacher.", byDefault = "tanh")
          Activation activation,
      @Setting(
              value = "The standard deviation of the initial weights, which are normal.",
              byDefault = "1",
              above = 0)
          double initScale,
      @Setting(
              value = "Of a teacher, how many examples it gives.",
              byDefault = "50",
              atLeast = 1,
              atMost = 1_000_000)
          int examples,
      @Setting(
              value = "Of a teacher, how many inputs an example has.",
              byDefault = "10",
              atLeast = 1,
              atMost = 100_000)
          int features,
      @Setting(
              value = "Of a teacher, its width; its output is scaled by the root of it.",
              byDefault = "3",
              atLeast = 1,
              atMost = 100_000)
          int teacherWidth,
      @Setting(
              value = "Of a dataset, the numbers of the two classes, whose targets are 1 and −1.",
              byDefault = "[0, 1]")
          List<Integer> classes) {
    /** Checks the classes. */
    public Settings {
      Examples.requireTwo(classes);
    }
  }

  @Override
  public Description description() {
    return new Description(
        "A network of two layers of any width with squared loss, in mean-field or tangent-kernel"
            + " scaling, on a teacher's examples or two classes of a dataset.");
  }

  @Override
  public boolean takesDataset() {
    return true;
  }

  @Override
  public Problem create(Settings settings, Context context) {
    SplittableRandom random = new SplittableRandom(context.seed());
    Examples examples =
        context
            .dataset()
            .map(data -> ofDataset(data, settings.classes()))
            .orElseGet(() -> ofTeacher(settings, random));
    double width = settings.width();
    TwoLayerNetwork network =
        new TwoLayerNetwork(
            context.backend(),
            examples,
            settings.activation().function,
            settings.width(),
            settings.scaling() == Scaling.NTK ? 1 / Math.sqrt(width) : 1 / width);
    double[] start = Examples.normal(network.dimension(), settings.initScale(), random);
    return new Problem(network, context.backend().of(start, start.length), List.of())
        .withBlocks(network.layers());
  }

  // Inputs of length about one, so that preactivations are of order one at every number of inputs.
  private static Examples ofDataset(Dataset data, List<Integer> classes) {
    Examples raw = Examples.ofClasses(data, classes, "two-layer");
    double scale = 1 / Math.sqrt(raw.features());
    return new Examples(
        Arrays.stream(raw.inputs()).map(x -> scale * x).toArray(), raw.targets(), raw.count());
  }

  private static Examples ofTeacher(Settings settings, SplittableRandom random) {
    int features = settings.features();
    int width = settings.teacherWidth();
    double[] inputs =
        Examples.normal(settings.examples() * features, 1 / Math.sqrt(features), random);
    double[] inner = Examples.normal(width * features, 1, random);
    double[] outer = Examples.normal(width, 1 / Math.sqrt(width), random);
    double[] targets = new double[settings.examples()];
    for (int i = 0; i < targets.length; i++) {
      for (int j = 0; j < width; j++) {
        double z = 0;
        for (int k = 0; k < features; k++) {
          z += inner[j * features + k] * inputs[i * features + k];
        }
        targets[i] += outer[j] * settings.activation().function.value(z);
      }
    }
    return new Examples(inputs, targets, targets.length);
  }
}

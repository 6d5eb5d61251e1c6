package org.edgeflow.core.optimizer;

import org.edgeflow.core.settings.Description;
import org.edgeflow.core.settings.Setting;

/**
 * Builds Adam (arXiv 1412.6980), Adam with a single second moment, of {@code ‖g‖²}, and NAdam: Adam
 * whose step looks ahead as Nesterov's does. The formulas are in {@link PreconditionedDescent}; the
 * edge is at {@code 2(1 + β₁)/(η(1 − β₁))}, {@code 38/η} for β₁ = 0.9.
 *
 * <p>{@code adam} is PyTorch's {@code Adam(lr=η)}. PyTorch's {@code NAdam} lets its momentum grow
 * towards β₁; {@code nadam} has β₁ from the start, which is PyTorch's for a large {@code
 * momentum_decay}.
 *
 * @param kind which Adam; not {@link Scaling.Kind#NONE}
 * @param nesterov whether it looks ahead
 */
public record AdamFactory(Scaling.Kind kind, boolean nesterov)
    implements OptimizerFactory<AdamFactory.Settings> {
  /** The settings of {@code adam}, {@code adam-scalar} and {@code nadam}. */
  public record Settings(
      @Setting(value = "β₁ of the gradient's average.", byDefault = "0.9", atLeast = 0)
          double beta1,
      @Setting(value = "β₂ of the second moment's average.", byDefault = "0.999", atLeast = 0)
          double beta2,
      @Setting(
              value = "ε, added to the root of the second moment.",
              byDefault = "1e-8",
              atLeast = 0)
          double epsilon) {}

  @Override
  public Description description() {
    String what = nesterov ? "NAdam: Adam with Nesterov's look-ahead" : "Adam";
    return new Description(
        kind == Scaling.Kind.SCALAR
            ? what + " with one second moment, that of the gradient's norm."
            : what + ", with both bias corrections.",
        "arXiv 1412.6980");
  }

  @Override
  public UpdateRule rule(Settings settings, double learningRate) {
    return new UpdateRule(
        learningRate,
        new Momentum(settings.beta1(), nesterov),
        new Scaling(kind, settings.beta2(), settings.epsilon(), true));
  }
}

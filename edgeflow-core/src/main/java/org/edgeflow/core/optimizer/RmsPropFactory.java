package org.edgeflow.core.optimizer;

import org.edgeflow.core.settings.Description;
import org.edgeflow.core.settings.Setting;

/**
 * Builds RMSProp, {@code w ← w − η g / (√ν + ε)}, with one second moment a parameter ({@code ν ←
 * β₂ν + (1−β₂) g∘g}; PyTorch's {@code RMSprop(lr=η, alpha=β₂, eps=ε)}) or one in all ({@code ν ←
 * β₂ν + (1−β₂)‖g‖²}, as in arXiv 2410.24206).
 *
 * @param kind which RMSProp; not {@link Scaling.Kind#NONE}
 */
public record RmsPropFactory(Scaling.Kind kind)
    implements OptimizerFactory<RmsPropFactory.Settings> {
  /** The settings of {@code rmsprop} and {@code rmsprop-scalar}. */
  public record Settings(
      @Setting(value = "β₂ of the second moment's average.", byDefault = "0.99", atLeast = 0)
          double beta2,
      @Setting(
              value = "ε, added to the root of the second moment.",
              byDefault = "1e-8",
              atLeast = 0)
          double epsilon,
      @Setting(
              value =
                  "Whether the second moment is divided by 1 − β₂^k; without it the first steps are"
                      + " 1/√(1−β₂) times longer.",
              byDefault = "false")
          boolean biasCorrected) {}

  @Override
  public Description description() {
    return kind == Scaling.Kind.SCALAR
        ? new Description(
            "RMSProp with one second moment, w ← w − ηg/(√ν + ε), ν ← β₂ν + (1−β₂)‖g‖².",
            "arXiv 2410.24206")
        : new Description("RMSProp, w ← w − ηg/(√ν + ε), ν ← β₂ν + (1−β₂)g² in each component.");
  }

  @Override
  public UpdateRule rule(Settings settings, double learningRate) {
    return new UpdateRule(
        learningRate,
        Momentum.NONE,
        new Scaling(kind, settings.beta2(), settings.epsilon(), settings.biasCorrected()));
  }
}

package org.edgeflow.core.optimizer;

import org.edgeflow.core.settings.Description;
import org.edgeflow.core.settings.Setting;

/**
 * Builds gradient descent with momentum, {@code w ← w − η m} (heavy ball) or {@code w ← w − η (β m
 * + (1 − β) g)} (Nesterov), with {@code m ← β m + (1 − β) g}.
 *
 * <p>The average has gain 1, so that η means what it means for gradient descent along slow
 * directions, and the edge is at {@code 2(1 + β)/(η(1 − β))} (heavy ball) and {@code 2(1 + β)/(η(1
 * − β)(1 + 2β))} (Nesterov). The same iterates come from PyTorch's {@code SGD(lr=η(1−β),
 * momentum=β, nesterov=…)}, dampening 0.
 *
 * @param nesterov whether it is Nesterov's variant, not heavy ball
 */
public record MomentumFactory(boolean nesterov)
    implements OptimizerFactory<MomentumFactory.Settings> {
  /** The settings of {@code heavy-ball} and {@code nesterov}. */
  public record Settings(
      @Setting(
              value =
                  "β of the gradient's average m ← βm + (1−β)g; PyTorch's SGD leaves out the factor"
                      + " 1−β, so that its learning rate is η(1−β).",
              byDefault = "0.9",
              atLeast = 0)
          double beta) {}

  @Override
  public Description description() {
    return nesterov
        ? new Description("Nesterov momentum, w ← w − η(βm + (1−β)g) with m ← βm + (1−β)g.")
        : new Description("Heavy-ball momentum, w ← w − ηm with m ← βm + (1−β)g.");
  }

  @Override
  public UpdateRule rule(Settings settings, double learningRate) {
    return new UpdateRule(learningRate, new Momentum(settings.beta(), nesterov), Scaling.NONE);
  }
}

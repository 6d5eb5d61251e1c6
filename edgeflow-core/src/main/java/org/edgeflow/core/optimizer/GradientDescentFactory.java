package org.edgeflow.core.optimizer;

import org.edgeflow.core.settings.Description;

/** Builds gradient descent: the rule without filter and preconditioner. */
public final class GradientDescentFactory
    implements OptimizerFactory<GradientDescentFactory.Settings> {

  /** No settings beside the run's learning rate. */
  public record Settings() {}

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public Description description() {
    return new Description("Full-batch gradient descent, w ← w − η∇L(w).");
  }

  @Override
  public UpdateRule rule(Settings settings, double learningRate) {
    return UpdateRule.gradientDescent(learningRate);
  }
}

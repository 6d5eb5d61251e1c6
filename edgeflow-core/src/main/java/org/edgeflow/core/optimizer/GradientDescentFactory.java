package org.edgeflow.core.optimizer;

import org.edgeflow.core.settings.Description;
import org.edgeflow.core.settings.NoSettings;

/** Builds gradient descent: the rule without filter and preconditioner. */
public final class GradientDescentFactory implements OptimizerFactory<NoSettings> {

  @Override
  public Description description() {
    return new Description("Full-batch gradient descent, w ← w − η∇L(w).");
  }

  @Override
  public UpdateRule rule(NoSettings settings, double learningRate) {
    return UpdateRule.gradientDescent(learningRate);
  }
}

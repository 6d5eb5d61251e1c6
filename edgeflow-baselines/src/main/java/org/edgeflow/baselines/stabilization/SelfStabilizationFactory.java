package org.edgeflow.baselines.stabilization;

import org.edgeflow.core.flow.Flow;
import org.edgeflow.core.flow.FlowFactory;
import org.edgeflow.core.settings.Description;
import org.edgeflow.core.settings.Setting;
import org.edgeflow.core.spectral.SpectralTracker;

/** Builds the dynamics of self-stabilization from configs. */
public final class SelfStabilizationFactory
    implements FlowFactory<SelfStabilizationFactory.Settings> {

  /** The settings of {@code self-stabilization}. */
  public record Settings(
      @Setting(
              value = "Rounding noise κ that keeps the oscillation alive.",
              byDefault = "1",
              atLeast = 0,
              unit = "ε_mach·rms(w)")
          double noise,
      @Setting(
              value = "The largest residual of the top eigenvector, relative to the sharpness.",
              byDefault = "1e-4",
              above = 0)
          double tolerance,
      @Setting(
              value = "The most Hessian-vector products spent on the eigenvector at a time.",
              byDefault = "500",
              atLeast = 1)
          int maxProducts) {}

  @Override
  public Description description() {
    return new Description(
        "Projected gradient descent on the stable set, and the predicted deviation from it.",
        "arXiv 2209.15594");
  }

  @Override
  public Flow create(Settings settings, Context context) {
    return new SelfStabilization(
        context.objective(),
        context.learningRate(),
        settings.noise(),
        SpectralTracker.Settings.leading(1, settings.tolerance(), settings.maxProducts()),
        context.seed());
  }
}

package org.edgeflow.baselines.freeenergy;

import org.edgeflow.core.flow.Flow;
import org.edgeflow.core.flow.FlowFactory;
import org.edgeflow.core.settings.Description;
import org.edgeflow.core.settings.Setting;
import org.edgeflow.core.spectral.SpectralTracker;

/** Builds the free-energy flow from configs. */
public final class FreeEnergyFlowFactory implements FlowFactory<FreeEnergyFlowFactory.Settings> {

  /** The settings of {@code free-energy-flow}. */
  public record Settings(
      @Setting(
              value = "How many leading eigenvectors of the Hessian carry the covariance.",
              byDefault = "2",
              atLeast = 1)
          int rank,
      @Setting(
              value = "Rounding noise κ that keeps the covariance alive.",
              byDefault = "1",
              atLeast = 0,
              unit = "ε_mach·rms(w)")
          double noise,
      @Setting(
              value = "The largest residual of the eigenvectors, relative to the sharpness.",
              byDefault = "1e-3",
              above = 0)
          double tolerance,
      @Setting(
              value = "The most Hessian-vector products spent on the eigenvectors at a time.",
              byDefault = "500",
              atLeast = 1)
          int maxProducts) {}

  @Override
  public Description description() {
    return new Description(
        "Averaged gradient descent with the covariance of its fast oscillations, descending their"
            + " free energy.",
        "arXiv 2606.05326");
  }

  @Override
  public Flow create(Settings settings, Context context) {
    return new FreeEnergyFlow(
        context.objective(),
        context.learningRate(),
        settings.noise(),
        SpectralTracker.Settings.leading(
            settings.rank(),
            settings.tolerance(),
            Math.max(settings.rank(), settings.maxProducts())),
        context.seed());
  }
}

package org.edgeflow.theory.kinetic;

import org.edgeflow.core.flow.Flow;
import org.edgeflow.core.flow.FlowFactory;
import org.edgeflow.core.settings.Description;
import org.edgeflow.core.settings.Setting;

/** Builds the kinetic flow from configs. */
public final class KineticFlowFactory implements FlowFactory<KineticFlowFactory.Settings> {

  /** The settings of {@code kinetic-flow}. */
  public record Settings(
      @Setting(
              value = "Rounding noise κ that keeps the fluctuation alive.",
              byDefault = "1",
              atLeast = 0,
              unit = "ε_mach·rms(w)")
          double noise) {}

  @Override
  public Description description() {
    return new Description(
        "The neurons of a wide network as particles, each with its weights and their fluctuation, in"
            + " one free energy.",
        "after arXiv 2606.05326; its equations are ours");
  }

  @Override
  public String defaultSolver() {
    return "rk4";
  }

  // Along the sharpest direction the centre relaxes twice an iteration, and faster beyond the edge.
  @Override
  public int defaultStepsPerIteration() {
    return 2;
  }

  @Override
  public Flow create(Settings settings, Context context) {
    return new KineticFlow(context.objective(), context.learningRate(), settings.noise());
  }
}

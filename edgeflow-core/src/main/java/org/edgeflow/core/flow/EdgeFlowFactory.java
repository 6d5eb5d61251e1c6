package org.edgeflow.core.flow;

import org.edgeflow.core.settings.Description;
import org.edgeflow.core.settings.Setting;

/** Builds Edge Flow from configs. */
public final class EdgeFlowFactory implements FlowFactory<EdgeFlowFactory.Settings> {

  /** The settings of {@code edge-flow}; the defaults are Edge Flow as published. */
  public record Settings(
      @Setting(
              value =
                  "Which curvature drives direction and magnitude: H(c)u at the centre, or the"
                      + " chord (g(c+ru) − g(c−ru))/2r, which needs no HVP.",
              byDefault = "centre")
          CurvatureClosure curvature,
      @Setting(
              value = "The magnitude's growth: ηs − 2, or ln|ηs − 1|, exact on quadratics.",
              byDefault = "linear")
          GrowthRate rate,
      @Setting(
              value = "Rounding noise κ that keeps the magnitude alive; 1 predicts the onset.",
              byDefault = "0",
              atLeast = 0,
              unit = "ε_mach·rms(c)")
          double noise,
      @Setting(
              value =
                  "r(0): half of GD's first step along the direction, or what rounding makes of it.",
              byDefault = "half-step")
          InitialMagnitude initialMagnitude,
      @Setting(
              value =
                  "How much of GD's backward error the equations hold, for steps finer than an"
                      + " iteration: none, −(η²/2)Hḡ in the centre's, or −½(Df)f in all three.",
              byDefault = "none")
          BackwardError backwardError,
      @Setting(
              value =
                  "Up to which order in a step's change the full backward error is held; each order"
                      + " costs one more evaluation of the field, and makes the centre stiffer.",
              byDefault = "2",
              atLeast = 2,
              atMost = 6)
          int backwardErrorOrder) {}

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public Description description() {
    return new Description(
        "Centre, oscillation direction and magnitude of gradient descent at the edge of stability.",
        "arXiv 2606.18080");
  }

  @Override
  public String defaultSolver() {
    return "egd";
  }

  @Override
  public Flow create(Settings settings, Context context) {
    return new EdgeFlow(
        context.objective(),
        context.learningRate(),
        new EdgeFlow.Settings(
            settings.curvature(), settings.rate(), settings.noise(), settings.backwardError(), settings.backwardErrorOrder()),
        new TopEigenvectorSeed(context.seed(), settings.initialMagnitude()));
  }
}

package org.edgeflow.core.descent;

import java.util.Optional;
import org.edgeflow.core.flow.edge.InitialMagnitude;
import org.edgeflow.core.optimizer.Optimizer;
import org.edgeflow.core.optimizer.OptimizerFactory;
import org.edgeflow.core.optimizer.UpdateRule;
import org.edgeflow.core.settings.Description;
import org.edgeflow.core.settings.Setting;
import org.edgeflow.core.tensor.TensorBackend;

/** Builds {@link EdgeDescent}. */
public final class EdgeDescentFactory implements OptimizerFactory<EdgeDescentFactory.Settings> {

  /** The settings of {@code edge-gradient-descent}. */
  public record Settings(
      @Setting(
              value =
                  "K: how many equal steps of the flow make an iteration, each of two gradients;"
                      + " directions beside the oscillation's stay stable up to a sharpness of"
                      + " 2K/η.",
              byDefault = "1",
              atLeast = 1,
              unit = "steps/iteration")
          int substeps,
      @Setting(
              value =
                  "In place of 'substeps': the flow with GD's backward error in steps that err by no"
                      + " more than this in magnitude and direction, and by a hundredth of it in"
                      + " the iterate.",
              above = 0)
          Optional<Double> tolerance,
      @Setting(
              value =
                  "What steers the magnitude: none, damping (it foresees the sharpness), clip (its"
                      + " part of the loss is bounded), hold (it keeps the sharpness at 2/η, for one"
                      + " gradient a step more).",
              byDefault = "none")
          EdgeDescent.Control control,
      @Setting(
              value = "r(0): half of GD's first step along the direction, or rounding.",
              byDefault = "half-step")
          InitialMagnitude initialMagnitude,
      @Setting(
              value =
                  "How far damping foresees the sharpness, or in what time hold takes it to 2/η.",
              byDefault = "5",
              above = 0,
              unit = "iterations")
          double timeScale,
      @Setting(
              value = "What clip lets the oscillation add to the loss, relative to it.",
              byDefault = "0.1",
              above = 0,
              atMost = 1)
          double lossShare) {

    /** Refuses what contradicts itself. */
    public Settings {
      if (tolerance.isPresent() && control != EdgeDescent.Control.NONE) {
        throw new IllegalArgumentException(
            "'control' acts on steps of equal length, and 'tolerance' chooses others; leave one of"
                + " the two out.");
      }
      if (tolerance.isPresent() && substeps > 1) {
        throw new IllegalArgumentException(
            "'substeps' and 'tolerance' both say how long steps are; leave one of the two out.");
      }
      if (initialMagnitude == InitialMagnitude.MEASURED) {
        throw new IllegalArgumentException(
            "'initial-magnitude: measured' is the oscillation of another optimizer; expected"
                + " half-step or rounding.");
      }
    }
  }

  @Override
  public Description description() {
    return new Description(
        "Edge Gradient Descent: trains with Edge Flow, in place of describing GD by it.",
        "arXiv 2606.18080");
  }

  @Override
  public UpdateRule rule(Settings settings, double learningRate) {
    return UpdateRule.gradientDescent(learningRate);
  }

  @Override
  public boolean isRule() {
    return false;
  }

  @Override
  public Optimizer create(
      Settings settings, double learningRate, TensorBackend backend, int dimension) {
    return new EdgeDescent(
        new EdgeDescent.Settings(
            settings.substeps(),
            settings.tolerance(),
            settings.control(),
            settings.initialMagnitude(),
            settings.timeScale(),
            settings.lossShare()),
        learningRate,
        backend,
        dimension);
  }
}

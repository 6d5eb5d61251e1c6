package org.edgeflow.baselines.rod;

import org.edgeflow.core.flow.Flow;
import org.edgeflow.core.flow.FlowFactory;
import org.edgeflow.core.optimizer.Scaling;
import org.edgeflow.core.optimizer.UpdateRule;
import org.edgeflow.core.settings.Description;
import org.edgeflow.core.settings.Setting;

/** Builds Rod Flow from configs. */
public final class RodFlowFactory implements FlowFactory<RodFlowFactory.Settings> {

  /** The settings of {@code rod-flow}; the defaults are Rod Flow as published. */
  public record Settings(
      @Setting(
              value =
                  "How many columns carry the extent; what a step drops for it is the column"
                      + " 'truncation'.",
              byDefault = "4",
              atLeast = 1,
              atMost = 64)
          int rank,
      @Setting(
              value =
                  "Whether GD's backward error −(η²/8)[H₊+H₋][g₊+g₋] drives the middle. Without it"
                      + " and with Euler steps of one iteration the model is gradient descent in"
                      + " other coordinates.",
              byDefault = "true")
          boolean backwardError) {}

  @Override
  public Description description() {
    return new Description(
        "Middle and extent of the rod between consecutive states of the optimizer.",
        "arXiv 2602.01480; of optimizers that remember: arXiv 2605.06821, in our form");
  }

  /** All of the eight; with {@code β₂ = 0} a second moment has no rate. */
  @Override
  public boolean describes(UpdateRule rule) {
    return rule.scaling().kind() == Scaling.Kind.NONE || rule.scaling().beta2() > 0;
  }

  @Override
  public String defaultSolver() {
    return "rk4";
  }

  // At the edge the backward error makes the middle relax at a rate of 4, too fast for one step.
  @Override
  public int defaultStepsPerIteration() {
    return 2;
  }

  @Override
  public String remark(Settings settings, SolverChoice solver) {
    return !settings.backwardError()
            && solver.name().equals("euler")
            && "1".equals(solver.settings().get("steps-per-iteration"))
        ? "gradient descent in other coordinates"
        : "";
  }

  @Override
  public Flow create(Settings settings, Context context) {
    return context.rule().isGradientDescent()
        ? new RodFlow(
            context.objective(), context.learningRate(), settings.rank(), settings.backwardError())
        : new PhaseRodFlow(
            context.objective(), context.rule(), settings.rank(), settings.backwardError());
  }
}

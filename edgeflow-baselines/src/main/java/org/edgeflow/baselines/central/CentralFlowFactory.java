package org.edgeflow.baselines.central;

import org.edgeflow.core.flow.Flow;
import org.edgeflow.core.flow.FlowFactory;
import org.edgeflow.core.optimizer.Momentum;
import org.edgeflow.core.optimizer.Scaling;
import org.edgeflow.core.optimizer.UpdateRule;
import org.edgeflow.core.settings.Description;
import org.edgeflow.core.settings.Setting;

/** Builds Central Flow from configs. */
public final class CentralFlowFactory implements FlowFactory<CentralFlowFactory.Settings> {

  /** The settings of {@code central-flow}. */
  public record Settings(
      @Setting(
              value = "How far below the edge an eigenvalue counts as critical.",
              byDefault = "0.025",
              above = 0,
              unit = "of 2/η")
          double margin,
      @Setting(value = "The most critical directions.", byDefault = "12", atLeast = 1) int cap,
      @Setting(
              value =
                  "The step of the third derivatives' second differences; 0: what suits the"
                      + " number format.",
              byDefault = "0",
              atLeast = 0,
              unit = "parameter units")
          double differenceStep,
      @Setting(
              value = "The largest residual of an eigenpair, relative to the largest eigenvalue.",
              byDefault = "1e-3",
              above = 0)
          double eigenTolerance,
      @Setting(
              value = "The most Hessian-vector products that one evaluation spends on eigenpairs.",
              byDefault = "500",
              atLeast = 1)
          int maxProducts,
      @Setting(
              value =
                  "The most steps of an iteration that share critical directions and third"
                      + " derivatives; what they say is carried along in between. 1: none.",
              byDefault = "4",
              atLeast = 1)
          int searchInterval) {

    /** Checks that the settings go together. */
    public Settings {
      new CentralFlow.Settings(
          margin, cap, differenceStep, eigenTolerance, maxProducts, searchInterval);
    }
  }

  @Override
  public Description description() {
    return new Description(
        "The averaged path at the edge of stability, from a semidefinite complementarity problem.",
        "arXiv 2410.24206");
  }

  /** Gradient descent, and RMSProp of both kinds: no momentum, second moments that remember. */
  @Override
  public boolean describes(UpdateRule rule) {
    boolean remembers = rule.scaling().kind() == Scaling.Kind.NONE || rule.scaling().beta2() > 0;
    return rule.momentum().equals(Momentum.NONE) && remembers;
  }

  @Override
  public String defaultSolver() {
    return "euler";
  }

  // As its authors discretize it: a step of a whole iteration alternates at the edge as GD does.
  @Override
  public int defaultStepsPerIteration() {
    return 4;
  }

  @Override
  public Flow create(Settings settings, Context context) {
    return new CentralFlow(
        context.objective(),
        context.rule(),
        new CentralFlow.Settings(
            settings.margin(),
            settings.cap(),
            settings.differenceStep(),
            settings.eigenTolerance(),
            settings.maxProducts(),
            settings.searchInterval()),
        context.seed());
  }
}

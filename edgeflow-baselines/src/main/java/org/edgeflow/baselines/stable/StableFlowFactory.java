package org.edgeflow.baselines.stable;

import org.edgeflow.core.flow.Flow;
import org.edgeflow.core.flow.FlowFactory;
import org.edgeflow.core.optimizer.UpdateRule;
import org.edgeflow.core.settings.Description;
import org.edgeflow.core.settings.NoSettings;

/** Builds stable flows from configs. */
public final class StableFlowFactory implements FlowFactory<NoSettings> {

  @Override
  public Description description() {
    return new Description(
        "The flow that the optimizer follows while nothing oscillates, its averages included.",
        "arXiv 2410.24206 (RMSProp); ours for the other optimizers of arXiv 2605.06821");
  }

  @Override
  public boolean describes(UpdateRule rule) {
    return StableFlow.describes(rule);
  }

  @Override
  public String defaultSolver() {
    return "rk4";
  }

  // Without an edge to hold it the sharpness climbs; one step an iteration is stable to 2.8/η only.
  @Override
  public int defaultStepsPerIteration() {
    return 2;
  }

  @Override
  public Flow create(NoSettings settings, Context context) {
    return new StableFlow(context.objective(), context.rule());
  }
}

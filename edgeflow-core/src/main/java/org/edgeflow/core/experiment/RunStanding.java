package org.edgeflow.core.experiment;

import java.util.List;
import org.edgeflow.core.experiment.plan.StopRule;

/**
 * Where a run stands after a step.
 *
 * @param step just finished
 */
record RunStanding(ReferenceRun reference, List<ModelRun> models, long step)
    implements StopRule.Standing {

  @Override
  public double loss() {
    return reference.loss();
  }

  @Override
  public double accuracy() {
    return reference.isRunning() ? reference.accuracy() : Double.NaN;
  }

  @Override
  public double seconds() {
    return reference.seconds() + models.stream().mapToDouble(ModelRun::seconds).sum();
  }

  @Override
  public long edgeHeld() {
    return reference.edgeHeld(step);
  }
}

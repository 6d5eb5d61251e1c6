package org.edgeflow.cli.fidelity;

import org.edgeflow.cli.result.ModelResult;
import org.edgeflow.cli.result.RunSummary;

/**
 * What one run found about one model, or about GD. A figure that the run does not have is NaN.
 *
 * @param problem the problem's name
 * @param seed the run's seed
 * @param run the whole run
 * @param result its reference, or one of its models
 */
record Finding(String problem, long seed, RunSummary run, ModelResult result) {

  /** The model's name in the run. */
  String model() {
    return result.name();
  }

  /** Whether this is GD. */
  boolean reference() {
    return result == run.reference();
  }

  /** Its onset minus GD's; GD's own has no error. */
  double onsetError() {
    return reference() ? Double.NaN : result.onsetStep() - run.reference().onsetStep();
  }

  /** The largest effective sharpness from GD's onset on, in units of the threshold. */
  double peak() {
    return result.peakAfter() / run.threshold();
  }

  /** Gradients an iteration. */
  double gradientsPerStep() {
    return result.gradients() / result.steps();
  }

  /** Hessian–vector products an iteration. */
  double hvpsPerStep() {
    return result.hvps() / result.steps();
  }
}

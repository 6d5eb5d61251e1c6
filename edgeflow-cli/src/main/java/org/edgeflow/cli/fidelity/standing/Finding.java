package org.edgeflow.cli.fidelity.standing;

import org.edgeflow.cli.result.ModelResult;
import org.edgeflow.cli.result.RunSummary;
import org.edgeflow.core.finding.Figure;

/**
 * What one run found about one model, or about GD. A figure that the run does not have is NaN.
 *
 * @param problem the problem's name
 * @param seed the run's seed
 * @param run the whole run
 * @param result its reference, or one of its models
 */
public record Finding(String problem, long seed, RunSummary run, ModelResult result) {

  /** The model's name in the run. */
  public String model() {
    return result.name();
  }

  /** Whether this is GD. */
  boolean reference() {
    return result == run.reference();
  }

  /** Its onset minus GD's; GD's own has no error. */
  double onsetError() {
    return reference()
        ? Double.NaN
        : result.get(Figure.ONSET_STEP) - run.reference().get(Figure.ONSET_STEP);
  }

  /** The largest effective sharpness from GD's onset on, in units of the threshold. */
  double peak() {
    return result.get(Figure.PEAK_SHARPNESS_AFTER) / run.threshold();
  }

  /** The model's mean error from GD's onset on over that of GD itself as a model. */
  double errorOverOscillation() {
    return result.get(Figure.CENTER_ERROR_AFTER) / run.reference().get(Figure.OSCILLATION_AFTER);
  }

  /** The alternation of the model's centre over GD's oscillation, both from GD's onset on. */
  double alternationOverOscillation() {
    return result.get(Figure.ALTERNATION_AFTER) / run.reference().get(Figure.OSCILLATION_AFTER);
  }

  /** Gradients an iteration. */
  double gradientsPerStep() {
    return result.get(Figure.GRADIENTS) / stepsTaken();
  }

  // Models take no steps before they start; the reference takes them all.
  private double stepsTaken() {
    return result.get(Figure.STEPS) - (reference() ? 0 : run.startAfter());
  }

  /** Hessian–vector products an iteration. */
  double hvpsPerStep() {
    return result.get(Figure.HVPS) / stepsTaken();
  }
}

package org.edgeflow.core.experiment;

import java.util.List;
import org.edgeflow.core.checkpoint.Fields;
import org.edgeflow.core.checkpoint.Snapshot;
import org.edgeflow.core.finding.Figure;
import org.edgeflow.core.finding.OnsetDetector;
import org.edgeflow.core.finding.Ringing;
import org.edgeflow.core.finding.RunningMean;
import org.edgeflow.core.finding.RunningMedian;
import org.edgeflow.core.finding.RunningPeak;
import org.edgeflow.core.record.Column;
import org.edgeflow.core.record.Row;
import org.edgeflow.core.tensor.Tensor;

/**
 * How far a model is from the reference, step by step: its errors before and after the reference's
 * onset (where the reference starts beyond the edge and has none: over the whole run), its own
 * onset, counted once the reference's first oscillation has died, and which of its parts carries
 * the oscillation. A model that follows GD as a flow carries it in its magnitude: the magnitude
 * over GD's oscillation is near 1, and its centre does not alternate.
 */
final class ModelErrors implements Snapshot.Part {
  private final OnsetDetector onset = new OnsetDetector();
  private final RunningMean early = new RunningMean("mean_early_center_error");
  private final RunningPeak peakSharpness = new RunningPeak("peak_sharpness");
  private final RunningMean center = new RunningMean("mean_center_error");
  private final RunningMean relative = new RunningMean("mean_relative_center_error");
  private final RunningMean earlyLoss = new RunningMean("mean_early_loss_error");
  private final RunningMean loss = new RunningMean("mean_relative_loss_error");
  private final CentreAlternation alternation;
  private final RunningMedian magnitudeRatio = new RunningMedian("median_magnitude_ratio");
  private final Ringing ringing = new Ringing();

  /**
   * Of a model that has not moved yet.
   *
   * @param like has the shape of the centres; not modified
   */
  ModelErrors(Tensor like) {
    alternation = new CentreAlternation(like);
  }

  /**
   * Takes a step, recorded or not.
   *
   * @param centre the model's at this step; not modified
   */
  void observe(long step, Tensor centre, double magnitude, ReferenceRun reference) {
    if (!reference.isRunning()) {
      return;
    }
    if (reference.hasBeenBelow()) {
      // Before, the dying first oscillation of a model would be taken for its onset.
      onset.observe(step, magnitude, reference.displacement());
    }
    if (!reference.isAtTheEdge()) {
      forgetTheFirstOscillation();
      return;
    }
    magnitudeRatio.add(magnitude / reference.oscillation());
    ringing.observe(step, magnitude);
    alternation.observe(centre);
  }

  // Until it dies, GD's first oscillation may be that of a run which starts beyond the edge.
  private void forgetTheFirstOscillation() {
    early.takeFrom(center);
    relative.clear();
    earlyLoss.takeFrom(loss);
    peakSharpness.clear();
    alternation.clear();
    magnitudeRatio.clear();
    ringing.clear();
  }

  /**
   * Compares at a recorded step.
   *
   * @param centre the model's at this step; not modified
   * @param row modified: the errors' columns
   */
  void compare(long step, Tensor centre, ReferenceRun reference, Row row) {
    if (reference.isRunning()) {
      double error = centre.backend().distance(centre, reference.reference().centre());
      double displacement = reference.displacement();
      row.set(Column.CENTER_ERROR, error);
      row.set(Column.RELATIVE_CENTER_ERROR, displacement > 0 ? error / displacement : Double.NaN);
      double average = reference.reference().averageLoss(step);
      double off = Math.abs(row.get(Column.PREDICTED_LOSS) - average) / Math.abs(average);
      if (reference.isAtTheEdge()) {
        center.add(error);
        relative.add(row.get(Column.RELATIVE_CENTER_ERROR));
        loss.add(off);
      } else {
        early.add(error);
        earlyLoss.add(off);
      }
    }
    if (reference.isAtTheEdge()) {
      peakSharpness.add(row.get(Column.EFFECTIVE_SHARPNESS));
    }
  }

  /** What was found; NaN for a figure that is not found here. */
  double figure(Figure figure) {
    return switch (figure) {
      case ONSET_STEP -> onset.step();
      case CENTER_ERROR_BEFORE -> early.value();
      case CENTER_ERROR_AFTER -> center.value();
      case RELATIVE_CENTER_ERROR_AFTER -> relative.value();
      case LOSS_ERROR_BEFORE -> earlyLoss.value();
      case LOSS_ERROR_AFTER -> loss.value();
      case PEAK_SHARPNESS_AFTER -> peakSharpness.value();
      case ALTERNATION_AFTER -> alternation.value();
      case MAGNITUDE_RATIO_AFTER -> magnitudeRatio.value();
      case RINGING_PERIOD -> ringing.period();
      case RINGING_DECAY -> ringing.decay();
      default -> Double.NaN;
    };
  }

  @Override
  public void visit(Fields fields) {
    List.<Snapshot.Part>of(
            onset,
            early,
            earlyLoss,
            peakSharpness,
            center,
            relative,
            loss,
            alternation,
            magnitudeRatio,
            ringing)
        .forEach(part -> part.visit(fields));
  }
}

package org.edgeflow.core.finding;

import org.edgeflow.core.checkpoint.Fields;
import org.edgeflow.core.checkpoint.Snapshot;

/**
 * By how much an iteration a sharpness that is measured now and then grows where it first rises
 * through a threshold; before it has, as it grew last.
 */
public final class Ascent implements Snapshot.Part {
  private final double threshold;
  private double last = Double.NaN;
  private double rate = Double.NaN;
  private long at;
  private boolean through;

  /** Of a sharpness that has not been measured yet. */
  public Ascent(double threshold) {
    this.threshold = threshold;
  }

  /** Takes what was measured at a step; NaN: nothing. */
  public void observe(long step, double sharpness) {
    if (through || Double.isNaN(sharpness)) {
      return;
    }
    if (!Double.isNaN(last)) {
      rate = (sharpness - last) / (step - at);
      through = last < threshold && sharpness >= threshold;
    }
    last = sharpness;
    at = step;
  }

  /** Ṡ; NaN of fewer than two measurements. */
  public double rate() {
    return rate;
  }

  @Override
  public void visit(Fields fields) {
    last = fields.number("ascent_last", last);
    rate = fields.number("ascent_rate", rate);
    long[] counts = {at, through ? 1 : 0};
    fields.counts("ascent", counts);
    at = counts[0];
    through = counts[1] != 0;
  }
}

package org.edgeflow.core.finding;

import org.edgeflow.core.checkpoint.Fields;
import org.edgeflow.core.checkpoint.Snapshot;

/**
 * Finds the onset of the edge: the first step at which the oscillation rises through {@code 10⁻³
 * ‖A_k − w_0‖} after having been below it, {@code A_k} being GD's centre.
 */
public final class OnsetDetector implements Snapshot.Part {
  private static final double FRACTION = 1e-3;

  private boolean hasBeenBelow;
  private long onset = -1;

  /** Takes one step's oscillation (NaN: not known) and {@code ‖A_k − w_0‖}. */
  public void observe(long step, double oscillation, double displacement) {
    double threshold = FRACTION * displacement;
    if (onset >= 0 || Double.isNaN(oscillation) || Double.isNaN(threshold)) {
      return;
    }
    if (oscillation < threshold) {
      hasBeenBelow = true;
    } else if (hasBeenBelow) {
      onset = step;
    }
  }

  /** Whether the oscillation has been below the threshold yet. */
  public boolean hasBeenBelow() {
    return hasBeenBelow;
  }

  /** Whether the onset has come. */
  public boolean found() {
    return onset >= 0;
  }

  /** The onset; NaN if it has not come. */
  public double step() {
    return found() ? onset : Double.NaN;
  }

  @Override
  public void visit(Fields fields) {
    long[] found = {onset, hasBeenBelow ? 1 : 0};
    fields.counts("onset", found);
    onset = found[0];
    hasBeenBelow = found[1] != 0;
  }
}

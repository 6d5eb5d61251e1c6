package org.edgeflow.core.experiment;

import org.edgeflow.core.checkpoint.Fields;
import org.edgeflow.core.checkpoint.Snapshot;

/** The largest of the finite values seen so far. */
final class RunningPeak implements Snapshot.Part {
  private final String name;
  private double peak = Double.NaN;

  RunningPeak(String name) {
    this.name = name;
  }

  void add(double value) {
    if (Double.isFinite(value) && !(value <= peak)) {
      peak = value;
    }
  }

  /** Forgets every value. */
  void clear() {
    peak = Double.NaN;
  }

  /** The peak; NaN of nothing. */
  double value() {
    return peak;
  }

  @Override
  public void visit(Fields fields) {
    peak = fields.number(name, peak);
  }
}

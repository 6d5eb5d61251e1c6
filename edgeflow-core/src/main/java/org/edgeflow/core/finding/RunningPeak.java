package org.edgeflow.core.finding;

import org.edgeflow.core.checkpoint.Fields;
import org.edgeflow.core.checkpoint.Snapshot;

/** The largest of the finite values seen so far. */
public final class RunningPeak implements Snapshot.Part {
  private final String name;
  private double peak = Double.NaN;

  public RunningPeak(String name) {
    this.name = name;
  }

  public void add(double value) {
    if (Double.isFinite(value) && !(value <= peak)) {
      peak = value;
    }
  }

  /** Forgets every value. */
  public void clear() {
    peak = Double.NaN;
  }

  /** The peak; NaN of nothing. */
  public double value() {
    return peak;
  }

  @Override
  public void visit(Fields fields) {
    peak = fields.number(name, peak);
  }
}

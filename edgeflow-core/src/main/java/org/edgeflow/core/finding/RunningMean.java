package org.edgeflow.core.finding;

import org.edgeflow.core.checkpoint.Fields;
import org.edgeflow.core.checkpoint.Snapshot;

/** The mean of the finite values seen so far. */
public final class RunningMean implements Snapshot.Part {
  private final String name;
  private double sum;
  private long count;

  public RunningMean(String name) {
    this.name = name;
  }

  public void add(double value) {
    if (Double.isFinite(value)) {
      sum += value;
      count++;
    }
  }

  /** Takes all values of another mean, which is empty afterwards. */
  public void takeFrom(RunningMean other) {
    sum += other.sum;
    count += other.count;
    other.clear();
  }

  /** Forgets every value. */
  public void clear() {
    sum = 0;
    count = 0;
  }

  /** The mean; NaN of nothing. */
  public double value() {
    return sum / count;
  }

  @Override
  public void visit(Fields fields) {
    sum = fields.number(name, sum);
    count = fields.count(name + "_count", count);
  }
}

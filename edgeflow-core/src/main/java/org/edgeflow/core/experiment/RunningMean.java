package org.edgeflow.core.experiment;

import org.edgeflow.core.checkpoint.Snapshot;

/** The mean of the finite values seen so far. */
final class RunningMean implements Snapshot.Part {
  private final String name;
  private double sum;
  private long count;

  RunningMean(String name) {
    this.name = name;
  }

  void add(double value) {
    if (Double.isFinite(value)) {
      sum += value;
      count++;
    }
  }

  /** Takes all values of another mean, which is empty afterwards. */
  void takeFrom(RunningMean other) {
    sum += other.sum;
    count += other.count;
    other.clear();
  }

  /** Forgets every value. */
  void clear() {
    sum = 0;
    count = 0;
  }

  /** The mean; NaN of nothing. */
  double value() {
    return sum / count;
  }

  @Override
  public void save(Snapshot snapshot, String prefix) {
    snapshot.put(prefix + name, sum);
    snapshot.putCounts(prefix + name + "_count", count);
  }

  @Override
  public void restore(Snapshot snapshot, String prefix) {
    sum = snapshot.number(prefix + name);
    count = snapshot.count(prefix + name + "_count");
  }
}

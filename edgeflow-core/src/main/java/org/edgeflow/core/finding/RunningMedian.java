package org.edgeflow.core.finding;

import java.util.Arrays;
import org.edgeflow.core.checkpoint.Fields;
import org.edgeflow.core.checkpoint.Snapshot;

/** The median of the finite values seen so far, all of which it keeps. */
public final class RunningMedian implements Snapshot.Part {
  private final String name;
  private double[] values = new double[16];
  private int count;

  public RunningMedian(String name) {
    this.name = name;
  }

  public void add(double value) {
    if (Double.isFinite(value)) {
      values = count == values.length ? Arrays.copyOf(values, 2 * count) : values;
      values[count++] = value;
    }
  }

  /** Forgets every value. */
  public void clear() {
    count = 0;
  }

  /** The median; NaN of nothing. */
  public double value() {
    double[] sorted = Arrays.copyOf(values, count);
    Arrays.sort(sorted);
    return count == 0 ? Double.NaN : 0.5 * (sorted[(count - 1) / 2] + sorted[count / 2]);
  }

  @Override
  public void visit(Fields fields) {
    double[] seen = fields.numbers(name, Arrays.copyOf(values, count));
    count = seen.length;
    values = Arrays.copyOf(seen, Math.max(16, count));
  }
}

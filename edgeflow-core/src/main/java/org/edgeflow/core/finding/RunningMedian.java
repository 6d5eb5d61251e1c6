package org.edgeflow.core.finding;

import java.util.Arrays;
import org.edgeflow.core.checkpoint.Fields;
import org.edgeflow.core.checkpoint.Snapshot;

/**
 * The median of the finite values seen so far: of all of them up to {@value #MOST}, and of more
 * than that of every second one, every fourth, and so on, so that a run of any length takes no more
 * memory.
 */
public final class RunningMedian implements Snapshot.Part {
  static final int MOST = 1 << 16;

  private final String name;
  private double[] values = new double[16];
  private int count;
  private long seen;
  private long stride = 1;

  public RunningMedian(String name) {
    this.name = name;
  }

  public void add(double value) {
    if (!Double.isFinite(value) || seen++ % stride != 0) {
      return;
    }
    if (count == MOST) {
      for (int i = 0; i < MOST / 2; i++) {
        values[i] = values[2 * i];
      }
      count = MOST / 2;
      stride *= 2;
    }
    values = count == values.length ? Arrays.copyOf(values, 2 * count) : values;
    values[count++] = value;
  }

  /** Forgets every value. */
  public void clear() {
    count = 0;
    seen = 0;
    stride = 1;
  }

  /** How many values are kept. */
  int kept() {
    return count;
  }

  /** The median; NaN of nothing. */
  public double value() {
    double[] sorted = Arrays.copyOf(values, count);
    Arrays.sort(sorted);
    return count == 0 ? Double.NaN : 0.5 * (sorted[(count - 1) / 2] + sorted[count / 2]);
  }

  @Override
  public void visit(Fields fields) {
    double[] kept = fields.numbers(name, Arrays.copyOf(values, count));
    count = kept.length;
    values = Arrays.copyOf(kept, Math.max(16, count));
    long[] counts = {seen, stride};
    fields.counts(name + "_seen", counts);
    seen = counts[0];
    stride = counts[1];
  }
}

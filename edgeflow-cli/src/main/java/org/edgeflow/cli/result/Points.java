package org.edgeflow.cli.result;

import java.util.Arrays;
import java.util.function.DoublePredicate;

/** The points of a curve, ordered by x. Both coordinates of every point are finite. */
public final class Points {
  private final double[] x;
  private final double[] y;

  private Points(double[] x, double[] y) {
    this.x = x;
    this.y = y;
  }

  /**
   * The finite points among {@code (x[i], y[i])}: a value that was not taken, or that overflowed,
   * is no point.
   *
   * @param x not modified
   * @param y of the same length; not modified
   */
  public static Points of(double[] x, double[] y) {
    if (x.length != y.length) {
      throw new IllegalArgumentException(
          "x has " + x.length + " numbers, y has " + y.length + "; a curve needs as many of each");
    }
    return new Points(x, y).where(value -> true);
  }

  /** How many there are. */
  public int size() {
    return x.length;
  }

  /** The x of point {@code i}. */
  public double x(int i) {
    return x[i];
  }

  /** The y of point {@code i}. */
  public double y(int i) {
    return y[i];
  }

  /** All x, as a copy. */
  public double[] x() {
    return x.clone();
  }

  /** All y, as a copy. */
  public double[] y() {
    return y.clone();
  }

  /** Those with {@code y > 0}: what a logarithmic axis can show. */
  public Points positive() {
    return where(value -> value > 0);
  }

  /**
   * At most about {@code limit} of the points, such that every peak survives: the first, the last,
   * and the smallest and the largest of each of {@code limit / 2} stretches of equally many points.
   *
   * @param limit at least 4
   */
  public Points thinned(int limit) {
    if (limit < 4) {
      throw new IllegalArgumentException("cannot thin to " + limit + " points, at least 4");
    }
    if (size() <= limit) {
      return this;
    }
    int[] kept = new int[limit + 2];
    int count = 0;
    kept[count++] = 0;
    int buckets = (limit - 2) / 2;
    for (int bucket = 0; bucket < buckets; bucket++) {
      int from = 1 + (int) ((long) bucket * (size() - 2) / buckets);
      int to = 1 + (int) ((long) (bucket + 1) * (size() - 2) / buckets);
      int lowest = from;
      int highest = from;
      for (int i = from + 1; i < to; i++) {
        lowest = y[i] < y[lowest] ? i : lowest;
        highest = y[i] > y[highest] ? i : highest;
      }
      kept[count++] = Math.min(lowest, highest);
      if (lowest != highest) {
        kept[count++] = Math.max(lowest, highest);
      }
    }
    kept[count++] = size() - 1;
    int[] indices = Arrays.copyOf(kept, count);
    return new Points(
        Arrays.stream(indices).mapToDouble(i -> x[i]).toArray(),
        Arrays.stream(indices).mapToDouble(i -> y[i]).toArray());
  }

  private Points where(DoublePredicate keep) {
    double[] keptX = new double[size()];
    double[] keptY = new double[size()];
    int count = 0;
    for (int i = 0; i < size(); i++) {
      if (Double.isFinite(x[i]) && Double.isFinite(y[i]) && keep.test(y[i])) {
        keptX[count] = x[i];
        keptY[count++] = y[i];
      }
    }
    return new Points(Arrays.copyOf(keptX, count), Arrays.copyOf(keptY, count));
  }
}

package org.edgeflow.core.experiment.reference;

import java.util.SplittableRandom;
import org.edgeflow.core.checkpoint.Fields;
import org.edgeflow.core.checkpoint.Snapshot;
import org.edgeflow.core.finding.RunningMean;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Tensor;

/**
 * The reference a second time, from a start moved by one rounding, in lock-step with the first. The
 * distance of their two-step centres, on the mean from the onset on, is the reference's own spread:
 * what rounding alone decides, no model can predict. Nothing that it evaluates is counted.
 */
public final class Neighbour implements Snapshot.Part {
  private static final long STREAM = 0x9E6C63D0876A9A47L;

  private final Reference twin;
  private final RunningMean distance = new RunningMean("mean_spread");

  /**
   * A neighbour that has not moved yet.
   *
   * @param twin from {@link #oneRoundingFrom the moved start}; this object alone moves it
   */
  public Neighbour(Reference twin) {
    this.twin = twin;
  }

  /**
   * A copy of a point with each coordinate at one of its two neighbours in the point's format, by
   * the toss of a coin. A coordinate that is 0, whose neighbours no sum would notice, moves as far
   * as the smallest of the others (where all are 0: by ε_mach).
   *
   * @param start not modified
   */
  public static Tensor oneRoundingFrom(Tensor start, long seed) {
    double[] values = new double[start.size()];
    start.backend().read(start, values);
    DataType format = start.backend().dataType();
    double smallest = Double.POSITIVE_INFINITY;
    for (double value : values) {
      if (value != 0) {
        smallest = Math.min(smallest, Math.abs(value));
      }
    }
    double atZero = ulp(Double.isInfinite(smallest) ? 1 : smallest, format);
    SplittableRandom random = new SplittableRandom(seed ^ STREAM);
    for (int i = 0; i < values.length; i++) {
      double size = values[i] == 0 ? atZero : ulp(values[i], format);
      values[i] += random.nextBoolean() ? size : -size;
    }
    Tensor moved = start.backend().copyOf(start);
    start.backend().write(values, moved);
    return moved;
  }

  private static double ulp(double value, DataType format) {
    return format == DataType.FLOAT32 ? Math.ulp((float) value) : Math.ulp(value);
  }

  /** Moves to the step at which the reference stands. */
  public void moveTo(long step) {
    twin.moveTo(step);
  }

  /** Takes the distance to the reference's centre at this step. */
  public void observe(Reference reference) {
    distance.add(twin.centre().backend().distance(twin.centre(), reference.centre()));
  }

  /** Forgets what was observed: the onset is still to come. */
  public void clear() {
    distance.clear();
  }

  /** The mean distance observed; NaN of none. */
  public double spread() {
    return distance.value();
  }

  @Override
  public void visit(Fields fields) {
    twin.visit(fields);
    distance.visit(fields);
  }
}

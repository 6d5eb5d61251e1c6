package org.edgeflow.core.record;

import java.util.Arrays;

/** One row of a trajectory, filled again for each step by the one who owns it. */
public final class Row {
  private final Trajectory trajectory;
  private final int[] places = new int[Column.values().length];
  private final double[] values;

  /** An empty row. */
  public Row(Trajectory trajectory) {
    this.trajectory = trajectory;
    this.values = new double[trajectory.fixed().size() + trajectory.more().size()];
    for (Column column : Column.values()) {
      places[column.ordinal()] = trajectory.fixed().indexOf(column);
    }
    clear();
  }

  /** What the row belongs to. */
  public Trajectory trajectory() {
    return trajectory;
  }

  /** Makes every value one that was not taken. */
  public void clear() {
    Arrays.fill(values, Double.NaN);
  }

  /** Sets a fixed column's value; NaN: not taken. */
  public void set(Column column, double value) {
    values[place(column)] = value;
  }

  /** A fixed column's value; NaN: not taken. */
  public double get(Column column) {
    return values[place(column)];
  }

  private int place(Column column) {
    int place = places[column.ordinal()];
    if (place < 0) {
      throw new IllegalArgumentException(
          "the trajectory '" + trajectory.name() + "' has no column '" + column.key() + "'");
    }
    return place;
  }

  /**
   * Sets values of the columns after the fixed ones.
   *
   * @param first the first of them, counted from 0 after the fixed ones
   * @param more copied
   */
  public void setMore(int first, double[] more) {
    System.arraycopy(more, 0, values, trajectory.fixed().size() + first, more.length);
  }

  /** One number for each of the trajectory's columns, NaN for a value not taken; live. */
  public double[] values() {
    return values;
  }
}

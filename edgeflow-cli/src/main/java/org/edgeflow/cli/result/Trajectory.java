package org.edgeflow.cli.result;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.edgeflow.core.record.Column;

/** One CSV of a run: columns of equal length, by name, in the file's order. NaN: not taken. */
public final class Trajectory {
  private final Map<String, double[]> columns;

  /**
   * Of these columns.
   *
   * @param columns by name, of equal length, in order; not copied, and from now on not to be
   *     modified
   */
  public Trajectory(Map<String, double[]> columns) {
    this.columns = new LinkedHashMap<>(columns);
  }

  /** The names of the columns. */
  public Set<String> columns() {
    return Collections.unmodifiableSet(columns.keySet());
  }

  /** The values of a column that there is, as they are stored. */
  double[] values(String column) {
    return columns.get(column);
  }

  /** A copy of a column's values, NaN where none was taken; empty if there is no such column. */
  public double[] column(String column) {
    double[] values = columns.get(column);
    return values == null ? new double[0] : values.clone();
  }

  /** How many rows there are. */
  public int rows() {
    return columns.values().stream().mapToInt(column -> column.length).findFirst().orElse(0);
  }

  /** The points {@code (step, column)}; none if the file has no such column. */
  public Points against(Column column) {
    return against(column.key());
  }

  /** The points {@code (step, column)}; none if there is no such column. */
  public Points against(String column) {
    double[] values = columns.get(column);
    return values == null
        ? Points.of(new double[0], new double[0])
        : Points.of(columns.get(Column.STEP.key()), values);
  }
}

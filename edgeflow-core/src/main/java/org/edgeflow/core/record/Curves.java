package org.edgeflow.core.record;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * Keeps the rows of a run in memory, as columns.
 *
 * <p>With a limit they are kept evenly: once a trajectory has that many, every second one goes, and
 * from then on only every second one that comes is kept. One thread may write while others read.
 */
public final class Curves implements Recorder {
  private static final int FIRST = 256;

  private final int mostRows;
  private final Map<String, Table> tables = new LinkedHashMap<>();

  /** All rows. */
  public Curves() {
    this(Integer.MAX_VALUE);
  }

  /**
   * Some rows.
   *
   * @param mostRows the most that are kept of a trajectory, at least 2
   */
  public Curves(int mostRows) {
    if (mostRows < 2) {
      throw new IllegalArgumentException("of " + mostRows + " rows none can be left out");
    }
    this.mostRows = mostRows;
  }

  @Override
  public synchronized void row(Row row) {
    Trajectory trajectory = row.trajectory();
    tables
        .computeIfAbsent(trajectory.name(), name -> new Table(trajectory.columns()))
        .take(row.values());
  }

  /** The trajectories that have rows, the reference first. */
  public synchronized List<String> trajectories() {
    return List.copyOf(tables.keySet());
  }

  /**
   * The columns of a trajectory by name, of equal length: copies, NaN for values not taken. Empty
   * if it has no rows.
   */
  public synchronized Map<String, double[]> columns(String trajectory) {
    Table table = tables.get(trajectory);
    return table == null ? Map.of() : table.copy();
  }

  /**
   * A column of a trajectory, NaN for values not taken.
   *
   * @throws NoSuchElementException if there is no such trajectory or column; the message says what
   *     there is
   */
  public double[] column(String trajectory, Column column) {
    Map<String, double[]> columns = columns(trajectory);
    double[] values = columns.get(column.key());
    if (values == null) {
      throw new NoSuchElementException(
          columns.isEmpty()
              ? "no rows of '" + trajectory + "', there are some of " + trajectories()
              : "'" + trajectory + "' has no '" + column.key() + "', it has " + columns.keySet());
    }
    return values;
  }

  private final class Table {
    private final List<String> names;
    private final double[][] columns;
    private int rows;
    private long stride = 1;
    private long seen;

    Table(List<String> names) {
      this.names = names;
      this.columns = new double[names.size()][Math.min(FIRST, mostRows)];
    }

    void take(double[] values) {
      if (seen % stride == 0 && rows == mostRows) {
        halve();
      }
      if (seen++ % stride != 0) {
        return;
      }
      if (rows == columns[0].length) {
        int more = (int) Math.min(mostRows, 2L * rows);
        for (int i = 0; i < columns.length; i++) {
          columns[i] = Arrays.copyOf(columns[i], more);
        }
      }
      for (int i = 0; i < columns.length; i++) {
        columns[i][rows] = values[i];
      }
      rows++;
    }

    private void halve() {
      for (double[] column : columns) {
        for (int k = 0; 2 * k < rows; k++) {
          column[k] = column[2 * k];
        }
      }
      rows = (rows + 1) / 2;
      stride *= 2;
    }

    Map<String, double[]> copy() {
      Map<String, double[]> byName = new LinkedHashMap<>();
      for (int i = 0; i < columns.length; i++) {
        byName.put(names.get(i), Arrays.copyOf(columns[i], rows));
      }
      return byName;
    }
  }
}

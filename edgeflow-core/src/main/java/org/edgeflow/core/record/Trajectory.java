package org.edgeflow.core.record;

import java.util.List;

/**
 * What is recorded of one trajectory.
 *
 * @param name the model's; its file name
 * @param columns the names of a row's values, {@code step} first
 */
public record Trajectory(String name, List<String> columns) {
  /** Copies the columns. */
  public Trajectory {
    columns = List.copyOf(columns);
  }
}

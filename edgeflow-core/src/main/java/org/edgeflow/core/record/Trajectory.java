package org.edgeflow.core.record;

import java.util.List;
import java.util.stream.Stream;

/**
 * What is recorded of one trajectory.
 *
 * @param name the reference's or the model's; its file name
 * @param fixed the columns that all trajectories of its kind have, the step first
 * @param more the names of what this run records beside them: coordinates, probes
 */
public record Trajectory(String name, List<Column> fixed, List<String> more) {
  /** Copies the lists. */
  public Trajectory {
    fixed = List.copyOf(fixed);
    more = List.copyOf(more);
  }

  /** The names of a row's values, {@code step} first. */
  public List<String> columns() {
    return Stream.concat(fixed.stream().map(Column::key), more.stream()).toList();
  }
}

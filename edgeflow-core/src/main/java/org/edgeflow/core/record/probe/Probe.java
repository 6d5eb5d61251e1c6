package org.edgeflow.core.record.probe;

import java.util.List;
import org.edgeflow.core.checkpoint.Snapshot;
import org.edgeflow.core.tensor.Tensor;

/**
 * Reduces a point of a trajectory to numbers, which become columns of its CSV. A probe never
 * changes what it measures, and a trajectory never depends on which probes watch it.
 */
public interface Probe extends Snapshot.Part {

  /** The columns that it adds. */
  List<String> columns();

  /**
   * Measures at a point.
   *
   * @param point GD's iterate, or a model's centre; not modified
   * @param values modified: one number for each column; NaN for a value not taken
   */
  void measure(Tensor point, double[] values);
}

package org.edgeflow.core.experiment;

import org.edgeflow.core.checkpoint.Snapshot;
import org.edgeflow.core.objective.Cost;

/** A cost in a snapshot. */
final class CostRecord {
  private CostRecord() {}

  static void save(Cost cost, Snapshot snapshot, String name) {
    snapshot.put(name, cost.losses(), cost.gradients(), cost.hessianVectors());
  }

  static Cost restore(Snapshot snapshot, String name) {
    double[] values = snapshot.get(name);
    return new Cost((long) values[0], (long) values[1], (long) values[2]);
  }
}

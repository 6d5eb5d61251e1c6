package org.edgeflow.core.experiment;

import org.edgeflow.core.checkpoint.Snapshot;
import org.edgeflow.core.objective.Cost;

/** A cost in a snapshot. */
final class CostRecord {
  private CostRecord() {}

  static void save(Cost cost, Snapshot snapshot, String name) {
    snapshot.putCounts(name, cost.losses(), cost.gradients(), cost.hessianVectors());
  }

  static Cost restore(Snapshot snapshot, String name) {
    long[] values = snapshot.counts(name, 3);
    return new Cost(values[0], values[1], values[2]);
  }
}

package org.edgeflow.core.experiment;

import org.edgeflow.core.checkpoint.Fields;
import org.edgeflow.core.objective.Cost;

/** A cost in a snapshot. */
final class CostRecord {
  private CostRecord() {}

  static Cost visit(Fields fields, String name, Cost cost) {
    long[] counts = {cost.losses(), cost.gradients(), cost.hessianVectors()};
    fields.counts(name, counts);
    return new Cost(counts[0], counts[1], counts[2]);
  }
}

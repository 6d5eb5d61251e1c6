package org.edgeflow.core.experiment;

import org.edgeflow.core.checkpoint.Snapshot;
import org.edgeflow.core.finding.Outcome;

/** An outcome in a snapshot. */
final class OutcomeRecord {
  private OutcomeRecord() {}

  static void save(Outcome outcome, Snapshot snapshot, String name) {
    snapshot.putText(name, outcome.kind().name());
    snapshot.putCounts(name + "_step", outcome.step());
    snapshot.putText(name + "_advice", outcome.advice());
  }

  static Outcome restore(Snapshot snapshot, String name) {
    return new Outcome(
        Outcome.Kind.valueOf(snapshot.text(name)),
        snapshot.counts(name + "_step")[0],
        snapshot.text(name + "_advice"));
  }
}

package org.edgeflow.core.experiment;

import java.util.Arrays;
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
    String word = snapshot.text(name);
    return new Outcome(
        Arrays.stream(Outcome.Kind.values())
            .filter(kind -> kind.name().equals(word))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "the checkpoint's '" + name + "' is none of the ways to end")),
        snapshot.count(name + "_step"),
        snapshot.text(name + "_advice"));
  }
}

package org.edgeflow.core.experiment;

import java.util.Arrays;
import org.edgeflow.core.checkpoint.Fields;
import org.edgeflow.core.finding.Outcome;

/** An outcome in a snapshot. */
final class OutcomeRecord {
  private OutcomeRecord() {}

  static Outcome visit(Fields fields, String name, Outcome outcome) {
    String word = fields.text(name, outcome.kind().name());
    return new Outcome(
        Arrays.stream(Outcome.Kind.values())
            .filter(kind -> kind.name().equals(word))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "the checkpoint's '" + name + "' is none of the ways to end")),
        fields.count(name + "_step", outcome.step()),
        fields.text(name + "_advice", outcome.advice()));
  }
}

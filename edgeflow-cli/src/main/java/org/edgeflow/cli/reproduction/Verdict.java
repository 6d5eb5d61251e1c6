package org.edgeflow.cli.reproduction;

import org.edgeflow.cli.reproduction.claim.Claim;
import org.edgeflow.cli.reproduction.claim.Paper;

/**
 * What became of a claim.
 *
 * @param expected NaN where there was no number
 * @param measured NaN where there was no number
 * @param outcome what it comes to
 * @param problem why there is no number, or empty
 * @param seconds of the runs that were carried out for it; a run counts for the first claim that
 *     needs it
 */
record Verdict(
    Paper paper,
    Claim claim,
    double expected,
    double measured,
    Outcome outcome,
    String problem,
    double seconds) {

  /** What a claim comes to. */
  enum Outcome {
    /** It was measured as the paper says. */
    HOLDS("holds"),
    /** It was measured otherwise. */
    FAILS("fails"),
    /** It could not be measured. */
    UNMEASURED("not measured");

    private final String label;

    Outcome(String label) {
      this.label = label;
    }

    /** As tables and files have it. */
    String label() {
      return label;
    }
  }
}

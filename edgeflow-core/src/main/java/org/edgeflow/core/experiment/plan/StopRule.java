package org.edgeflow.core.experiment.plan;

import java.util.Locale;
import java.util.Optional;

/**
 * When a run has reached what it was run for. The first condition that holds ends it; nothing is
 * computed for a condition that the config does not have.
 *
 * @param conditions the section {@code stop}
 */
public record StopRule(ExperimentSettings.Stop conditions) {

  /** Where a run stands, asked for only what a condition needs. */
  public interface Standing {

    /** The optimizer's loss at its iterate. */
    double loss();

    /** The share of the training examples that the optimizer's iterate classifies as labelled. */
    double accuracy();

    /** What optimizer and models have computed for, in seconds. */
    double seconds();

    /** The steps since the optimizer's onset; −1 before it. */
    long edgeHeld();
  }

  /** What ends the run here, in words; empty where it goes on. */
  public Optional<String> met(long step, Standing standing) {
    String reason = null;
    if (conditions.loss().isPresent() && standing.loss() <= conditions.loss().get()) {
      reason =
          "the loss is " + text(standing.loss()) + " ('loss: " + conditions.loss().get() + "')";
    } else if (conditions.edgeHeld().isPresent()
        && standing.edgeHeld() >= conditions.edgeHeld().get()) {
      reason = "the edge has been held for " + standing.edgeHeld() + " steps ('edge-held')";
    } else if (conditions.seconds().isPresent()
        && standing.seconds() >= conditions.seconds().get()) {
      reason = text(standing.seconds()) + " s have been computed ('seconds')";
    } else if (conditions.accuracy().isPresent()) {
      double accuracy = standing.accuracy();
      if (accuracy >= conditions.accuracy().get()) {
        reason =
            "the accuracy is "
                + text(accuracy)
                + " ('accuracy: "
                + conditions.accuracy().get()
                + "')";
      }
    }
    return Optional.ofNullable(reason)
        .map(why -> "the section 'stop' ended the run at step " + step + ": " + why);
  }

  private static String text(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }
}

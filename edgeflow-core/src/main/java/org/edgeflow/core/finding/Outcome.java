package org.edgeflow.core.finding;

import java.util.Locale;

/**
 * How a trajectory ended.
 *
 * @param kind what happened
 * @param step the last step that it reached
 * @param advice what happened in words, and what to try; empty when all is well
 */
public record Outcome(Kind kind, long step, String advice) {

  /** What can happen to a trajectory. */
  public enum Kind {
    /** It is still under way (an interrupted run). */
    RUNNING,
    /** It reached the end. */
    COMPLETED,
    /** Its loss became NaN or left the limits. */
    DIVERGED,
    /** It could not go on for a reason of its own. */
    STOPPED;

    /** The word in tables and summaries. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Of a trajectory that is under way, and stands at a step. */
  public static Outcome running(long step) {
    return new Outcome(Kind.RUNNING, step, "");
  }

  /** Of a trajectory whose loss left the limits. */
  public static Outcome diverged(long step, double loss, double maxLoss) {
    return new Outcome(
        Kind.DIVERGED,
        step,
        "the loss became "
            + loss
            + " at step "
            + step
            + " (max-loss is "
            + maxLoss
            + "); a smaller learning rate or another closure may keep it finite");
  }

  /** Whether it goes on. */
  public boolean isRunning() {
    return kind == Kind.RUNNING;
  }

  /** Whether a loss is one that a trajectory can go on from. */
  public static boolean isSound(double loss, double maxLoss) {
    return Math.abs(loss) <= maxLoss;
  }
}

package org.edgeflow.core.finding;

import java.util.Arrays;
import java.util.Locale;
import org.edgeflow.core.checkpoint.Fields;

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

  /**
   * The end of a trajectory whose loss is not sound. At the start nothing can have diverged: there
   * the start, the data or a setting is the cause.
   *
   * @param remedy what may keep a step finite, for whoever took it
   */
  public static Outcome unsound(long step, double loss, double maxLoss, String remedy) {
    if (step > 0) {
      String what = "the loss became " + loss + " at step " + step;
      return new Outcome(Kind.DIVERGED, step, what + " (max-loss is " + maxLoss + "); " + remedy);
    }
    if (Double.isFinite(loss)) {
      return new Outcome(
          Kind.STOPPED,
          step,
          "the loss is "
              + loss
              + " at the start, more than max-loss, which is "
              + maxLoss
              + "; raise 'max-loss', or begin elsewhere");
    }
    return new Outcome(
        Kind.STOPPED,
        step,
        "the loss is "
            + loss
            + " at the start, before the first step; look for values that are not finite in the"
            + " initial parameters and in the data, or for a loss that is not defined for these"
            + " targets");
  }

  /**
   * Makes sure that a trajectory can have come to this while its run came to a step.
   *
   * @throws IllegalArgumentException if it cannot
   */
  public void checkReachable(long stepOfRun) {
    if (step < 0 || step > stepOfRun) {
      throw new IllegalArgumentException(
          "a trajectory is " + kind.label() + " at step " + step + ", and the run at " + stepOfRun);
    }
  }

  /** Whether it goes on. */
  public boolean isRunning() {
    return kind == Kind.RUNNING;
  }

  /** Whether a loss is one that a trajectory can go on from. */
  public static boolean isSound(double loss, double maxLoss) {
    return Math.abs(loss) <= maxLoss;
  }

  /** The outcome in a snapshot, under this name. */
  public Outcome visit(Fields fields, String name) {
    String word = fields.text(name, kind.name());
    return new Outcome(
        Arrays.stream(Kind.values())
            .filter(way -> way.name().equals(word))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "the checkpoint's '" + name + "' is none of the ways to end")),
        fields.count(name + "_step", step),
        fields.text(name + "_advice", advice));
  }
}

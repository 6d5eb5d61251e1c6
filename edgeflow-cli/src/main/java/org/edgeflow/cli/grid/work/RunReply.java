package org.edgeflow.cli.grid.work;

import java.io.Serializable;
import java.util.List;

/**
 * What a worker says.
 *
 * @param kind what happened
 * @param steps taken so far, with {@link Kind#PROGRESS}
 * @param seconds of wall time that the run took, its opening and its reports included
 * @param code the exit code that a lone run would have ended with
 * @param messages for the person
 */
public record RunReply(Kind kind, long steps, double seconds, int code, List<String> messages)
    implements Serializable {

  /** The exit code of a lone run that is refused. */
  private static final int BAD_INPUT = 2;

  /** What happened. */
  public enum Kind {
    /** The worker takes runs. */
    READY,
    /** Steps were taken. */
    PROGRESS,
    /** The run reached its end now. */
    FINISHED,
    /** The run had reached its end before. */
    KEPT,
    /** Another process is at work in the directory. */
    BUSY,
    /** The run cannot be carried out. */
    FAILED,
    /** The run was asked to stop, and did. */
    INTERRUPTED
  }

  /** A reply that needs no words. */
  public static RunReply of(Kind kind) {
    return new RunReply(kind, 0, 0, 0, List.of());
  }

  /** So many steps have been taken. */
  public static RunReply progress(long steps) {
    return new RunReply(Kind.PROGRESS, steps, 0, 0, List.of());
  }

  /**
   * Whether the worker ends with it: it was asked to, or something failed that was not the input,
   * and nobody knows what the process still holds.
   */
  public boolean endsItsProcess() {
    return kind == Kind.INTERRUPTED || kind == Kind.FAILED && code != BAD_INPUT;
  }

  /** With the time that it took. */
  public RunReply lasting(double time) {
    return new RunReply(kind, steps, time, code, messages);
  }
}

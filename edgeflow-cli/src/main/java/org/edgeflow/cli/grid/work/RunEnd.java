package org.edgeflow.cli.grid.work;

import java.util.List;

/**
 * How a run ended, as far as this parent is concerned.
 *
 * @param index that the run was handed out by
 * @param kind which of the ends
 * @param code the exit code of a lone run that fails so
 * @param messages for the person
 * @param seconds that it took
 */
public record RunEnd(int index, Kind kind, int code, List<String> messages, double seconds) {

  /** Copies the list. */
  public RunEnd {
    messages = List.copyOf(messages);
  }

  /** Which of the ends. */
  public enum Kind {
    /** Brought to its end. */
    FINISHED,
    /** Found at its end. */
    KEPT,
    /** Cannot be carried out. */
    FAILED,
    /** Another parent's process is at work on it. */
    ELSEWHERE
  }
}

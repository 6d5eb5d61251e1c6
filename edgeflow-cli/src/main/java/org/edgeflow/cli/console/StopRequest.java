package org.edgeflow.cli.console;

import java.util.function.Supplier;

/** Whether a run is to stop at the next step boundary. */
@FunctionalInterface
public interface StopRequest {

  /** Asked after every step. */
  boolean requested();

  /** Asked inside a step: whether the request is so old that the step is to be abandoned. */
  default boolean overdue() {
    return false;
  }

  /**
   * From here on a request is waited for: there is something to save.
   *
   * @param kept what to say where somebody ends the run at once: what remains of it
   */
  default void attend(Supplier<String> kept) {}
}

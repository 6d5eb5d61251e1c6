package org.edgeflow.cli.run;

/** Whether a run is to stop at the next step boundary. */
@FunctionalInterface
public interface StopRequest {

  /** Asked after every step. */
  boolean requested();

  /** From here on a request is waited for: there is something to save. */
  default void attend() {}
}

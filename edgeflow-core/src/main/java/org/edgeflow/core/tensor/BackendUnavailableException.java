package org.edgeflow.core.tensor;

/**
 * The environment cannot run the backend that was asked for; the message says why and what to do.
 */
public final class BackendUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With a message for the person who asked for the backend. */
  public BackendUnavailableException(String message) {
    super(message);
  }

  /** With a message for the person, and the cause for the log. */
  public BackendUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}

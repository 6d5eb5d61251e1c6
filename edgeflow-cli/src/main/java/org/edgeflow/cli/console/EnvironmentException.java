package org.edgeflow.cli.console;

/** This machine cannot do it: no space, no permission. The message says where and what to do. */
public final class EnvironmentException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With a message for the person, and the cause for the log. */
  public EnvironmentException(String message, Throwable cause) {
    super(message, cause);
  }
}

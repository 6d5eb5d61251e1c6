package org.edgeflow.models.dl4j.file.grammar;

/** A file holds no network that can be taken; the message goes on from the file's name. */
public final class BadNetworkException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With a message such as {@code "holds no entry configuration.json"}. */
  public BadNetworkException(String message) {
    super(message);
  }

  /** The same with what brought it to light. */
  public BadNetworkException(String message, Throwable cause) {
    super(message, cause);
  }
}

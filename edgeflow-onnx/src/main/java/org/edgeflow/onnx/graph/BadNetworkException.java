package org.edgeflow.onnx.graph;

/** A file is not a network that can be used; the message says why, and follows the file's name. */
public final class BadNetworkException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says why. */
  public BadNetworkException(String message) {
    super(message);
  }

  /** Says why, and what was the cause. */
  public BadNetworkException(String message, Throwable cause) {
    super(message, cause);
  }
}

package org.edgeflow.core.checkpoint;

import java.io.IOException;

/** A file that does not hold what it held; the message names it, and says what it holds. */
public final class DamagedFileException extends IOException {
  private static final long serialVersionUID = 1L;

  /** With a message for the person. */
  public DamagedFileException(String message) {
    super(message);
  }

  /** With a message for the person, and the cause for the log. */
  public DamagedFileException(String message, Throwable cause) {
    super(message, cause);
  }
}

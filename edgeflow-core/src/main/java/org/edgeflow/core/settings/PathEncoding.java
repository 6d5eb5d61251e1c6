package org.edgeflow.core.settings;

import java.nio.file.InvalidPathException;

/**
 * The encoding in which this JVM passes paths and arguments to and from the system. It is the
 * locale's, and cannot be set from inside: {@code -Dsun.jnu.encoding} changes neither on JDK 17 nor
 * on 25 what a path may hold.
 */
public final class PathEncoding {
  private PathEncoding() {}

  /** Whether a path could not be written in it, and not for another reason. */
  public static boolean refused(InvalidPathException e) {
    return e.getReason() != null && e.getReason().contains("unmappable");
  }

  /** What the encoding is and how to have a better one: the end of a message. */
  public static String advice() {
    return "this locale's encoding, "
        + System.getProperty("sun.jnu.encoding")
        + ", cannot hold it. Choose a UTF-8 locale, as in LC_ALL=C.UTF-8, or use plain ASCII.";
  }
}

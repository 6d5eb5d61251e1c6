package org.edgeflow.cli.console;

import java.util.Locale;

/** A time to wait, as progress lines have it. */
public final class Eta {
  private static final long IN_SECONDS = 100;

  private Eta() {}

  /** Seconds, or hours, minutes and seconds. */
  public static String of(long seconds) {
    return seconds < IN_SECONDS
        ? seconds + " s"
        : String.format(
            Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
  }
}

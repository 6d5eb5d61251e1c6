package org.edgeflow.cli.fidelity;

import java.util.Locale;
import java.util.Optional;

/** What runs are going to take, by what their suite says of each. */
final class Duration {
  private static final double HOUR = 3600;
  private static final double MINUTE = 60;

  private double known;
  private double longest;
  private int unknown;

  /**
   * One run more.
   *
   * @param seconds on one thread; empty where the suite does not say
   */
  void add(Optional<Double> seconds) {
    if (seconds.isEmpty()) {
      unknown++;
    }
    known += seconds.orElse(0.0);
    longest = Math.max(longest, seconds.orElse(0.0));
  }

  /** A line for the person: no run is cut in two, and jobs share the rest evenly at best. */
  String text(int jobs) {
    if (known == 0) {
      return "how long that takes, the suite does not say; an ETA follows once steps are taken";
    }
    return "about "
        + of(Math.max(known / jobs, longest))
        + (jobs == 1 ? "" : ", " + of(known) + " of one thread,")
        + " as the suite reckons"
        + (unknown == 0 ? "" : ", and " + unknown + " runs beside of which it says nothing")
        + "; --set and another machine change it, and the ETA follows this one's";
  }

  private static String of(double seconds) {
    if (seconds >= 2 * HOUR) {
      return String.format(Locale.ROOT, "%.0f hours", seconds / HOUR);
    }
    return seconds >= 2 * MINUTE
        ? String.format(Locale.ROOT, "%.0f minutes", seconds / MINUTE)
        : String.format(Locale.ROOT, "%.0f seconds", Math.ceil(seconds));
  }
}

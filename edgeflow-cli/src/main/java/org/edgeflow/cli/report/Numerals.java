package org.edgeflow.cli.report;

import java.util.Locale;
import org.edgeflow.core.record.Format;

/** Numbers as pages write them: a dash for what is not finite. */
final class Numerals {
  private static final String NONE = "–";

  private Numerals() {}

  /** A number as its kind is written. */
  static String of(Format format, double value) {
    return switch (format) {
      case COUNT -> count(value);
      case SECONDS -> seconds(value);
      case MEASURE -> significant(value);
    };
  }

  /** A count, its thousands separated. */
  static String count(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%,d", (long) value) : NONE;
  }

  /** A time in seconds. */
  static String seconds(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.3g", value) : NONE;
  }

  /** A measured number, to four digits. */
  static String significant(double value) {
    if (!Double.isFinite(value)) {
      return NONE;
    }
    return value == 0 || (Math.abs(value) >= 1e-3 && Math.abs(value) < 1e5)
        ? String.format(Locale.ROOT, "%.4g", value)
        : String.format(Locale.ROOT, "%.2e", value);
  }

  /** A number as somebody chose it, to all its digits. */
  static String plain(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }
}

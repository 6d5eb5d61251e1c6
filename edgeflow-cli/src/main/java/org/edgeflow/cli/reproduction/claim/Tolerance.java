package org.edgeflow.cli.reproduction.claim;

import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.settings.Excerpt;
import org.edgeflow.core.settings.Origin;

/** How far a measured number may be from the expected one. */
public sealed interface Tolerance {

  /** Whether it is near enough; NaN never is. */
  boolean allows(double expected, double measured);

  /** As a claim's file has it. */
  String text();

  /** {@code 1e-6}: an absolute difference. */
  record Absolute(double most, String text) implements Tolerance {
    @Override
    public boolean allows(double expected, double measured) {
      return Math.abs(measured - expected) <= most;
    }
  }

  /** {@code 5%}: a difference relative to what is expected. */
  record Relative(double most, String text) implements Tolerance {
    @Override
    public boolean allows(double expected, double measured) {
      return Math.abs(measured - expected) <= most * Math.abs(expected);
    }
  }

  /** {@code at-most} and {@code at-least}: what is expected is a bound. */
  record Bound(boolean upper, String text) implements Tolerance {
    @Override
    public boolean allows(double expected, double measured) {
      return upper ? measured <= expected : measured >= expected;
    }
  }

  /**
   * Reads one.
   *
   * @throws ConfigException if it is none of these
   */
  static Tolerance parse(String text, Origin origin) {
    String plain = text.strip();
    if (plain.equals("at-most") || plain.equals("at-least")) {
      return new Bound(plain.equals("at-most"), plain);
    }
    boolean relative = plain.endsWith("%");
    String number = relative ? plain.substring(0, plain.length() - 1).strip() : plain;
    if (!number.matches("(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?")) {
      throw new ConfigException(
          origin
              + ": 'tolerance' is '"
              + Excerpt.of(text)
              + "', expected a number (an absolute difference), a percentage such as 5%, at-most or"
              + " at-least.");
    }
    double most = Double.parseDouble(number);
    return relative ? new Relative(most / 100, plain) : new Absolute(most, plain);
  }
}

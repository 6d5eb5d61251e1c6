package org.edgeflow.models.dl4j.file.grammar;

/** Foreign text in messages: one line, without control characters, not long. */
public final class Excerpts {
  private static final int LONGEST = 120;

  private Excerpts() {}

  public static String of(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
    return line.codePointCount(0, line.length()) <= LONGEST
        ? line
        : line.substring(0, line.offsetByCodePoints(0, LONGEST)) + "…";
  }
}

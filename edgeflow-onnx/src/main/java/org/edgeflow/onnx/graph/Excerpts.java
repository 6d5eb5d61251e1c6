package org.edgeflow.onnx.graph;

/** Words of a file of unknown origin, made fit for a message: short, on one line. */
public final class Excerpts {
  private static final int LONGEST = 60;

  private Excerpts() {}

  /** The words, or as many of them as a message bears. */
  public static String of(String words) {
    StringBuilder excerpt = new StringBuilder();
    words
        .codePoints()
        .limit(LONGEST)
        .forEach(
            c ->
                excerpt.appendCodePoint(
                    Character.isISOControl(c)
                            || Character.getType(c) == Character.SURROGATE
                            || Character.getType(c) == Character.FORMAT
                            || Character.getType(c) == Character.LINE_SEPARATOR
                            || Character.getType(c) == Character.PARAGRAPH_SEPARATOR
                        ? '?'
                        : c));
    return words.codePointCount(0, words.length()) > LONGEST
        ? excerpt.append('…').toString()
        : excerpt.toString();
  }
}

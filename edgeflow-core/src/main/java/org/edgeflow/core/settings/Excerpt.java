package org.edgeflow.core.settings;

/**
 * Text of others as messages show it: on one line, in characters that can be seen, and no longer
 * than a reader needs to recognize it.
 */
public final class Excerpt {
  private static final int HEAD = 60;
  private static final int TAIL = 20;

  /** A message holds several excerpts, a path or two, and lists of names; beyond this, noise. */
  private static final int LONGEST_WORD = 600;

  private static final int LONGEST_MESSAGE = 4000;

  private Excerpt() {}

  /** A value, a name or a key: its first and last characters, where it is long. */
  public static String of(String text) {
    return visible(cut(text, HEAD, TAIL));
  }

  /**
   * A whole message, in case that what it quotes was not cut where it was quoted: words beyond all
   * measure lose their middle, and so does the message.
   */
  public static String ofMessage(String message) {
    StringBuilder words = new StringBuilder();
    for (String word : message.split("(?<=[ \\t\\n\\r])", -1)) {
      words.append(
          word.length() > LONGEST_WORD ? cut(word, LONGEST_WORD / 2, LONGEST_WORD / 2) : word);
    }
    return visible(cut(words.toString(), LONGEST_MESSAGE * 3 / 4, LONGEST_MESSAGE / 4));
  }

  private static String cut(String text, int head, int tail) {
    // Where cutting would save nothing worth it, all is shown.
    if (text.length() <= head + tail + 10) {
      return text;
    }
    int from = Character.isHighSurrogate(text.charAt(head - 1)) ? head - 1 : head;
    int to = text.length() - tail;
    to = Character.isLowSurrogate(text.charAt(to)) ? to + 1 : to;
    return text.substring(0, from) + " … (" + (to - from) + " characters) … " + text.substring(to);
  }

  private static String visible(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            character -> {
              switch (character) {
                case '\n' -> shown.append("\\n");
                case '\r' -> shown.append("\\r");
                case '\t' -> shown.append("\\t");
                default -> {
                  if (isVisible(character)) {
                    shown.appendCodePoint(character);
                  } else {
                    shown.append(String.format("\\u%04x", character));
                  }
                }
              }
            });
    return shown.toString();
  }

  private static boolean isVisible(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}

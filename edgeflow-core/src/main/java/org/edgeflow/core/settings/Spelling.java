package org.edgeflow.core.settings;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Names as configs spell them, and the nearest name to a misspelt one. */
public final class Spelling {
  /** No name that anybody means is longer. */
  private static final int LONGEST = 100;

  private Spelling() {}

  /** {@code sharpnessEvery} or {@code SHARPNESS_EVERY} as {@code sharpness-every}. */
  public static String kebab(String name) {
    if (name.equals(name.toUpperCase(Locale.ROOT))) {
      return name.toLowerCase(Locale.ROOT).replace('_', '-');
    }
    return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
  }

  /** The candidate nearest to a word, if one is near enough to be meant. */
  public static Optional<String> nearest(String word, Collection<String> candidates) {
    if (word.length() > LONGEST) {
      return Optional.empty();
    }
    String given = canonical(word);
    return candidates.stream()
        .filter(candidate -> near(given, canonical(candidate)))
        .min(
            Comparator.<String>comparingInt(candidate -> distance(given, canonical(candidate)))
                .thenComparing(Comparator.naturalOrder()));
  }

  private static boolean near(String given, String candidate) {
    int distance = distance(given, candidate);
    // Every two-letter word is two edits from every other: something must be left of the word.
    return distance <= Math.max(2, given.length() / 3)
        && distance < Math.max(given.length(), candidate.length());
  }

  /** " Did you mean 'x'?" or nothing. */
  public static String hint(String word, Collection<String> candidates) {
    return nearest(word, candidates).map(name -> " Did you mean '" + name + "'?").orElse("");
  }

  private static String canonical(String word) {
    return kebab(word).replace('_', '-');
  }

  /** Edits (insert, delete, replace, swap neighbours) that turn one word into the other. */
  private static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int replaced = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        d[i][j] = Math.min(replaced, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}

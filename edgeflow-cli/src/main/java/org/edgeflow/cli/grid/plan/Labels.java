package org.edgeflow.cli.grid.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.edgeflow.core.settings.Node;

/** Keys and values of a grid as the names of its runs have them. */
final class Labels {
  private Labels() {}

  /**
   * Short names of keys: the last word of each path, or the whole path where others end alike.
   *
   * @return by key, in the order given
   */
  static Map<String, String> ofKeys(List<String> keys) {
    Map<String, String> names = new LinkedHashMap<>();
    List<String> last = keys.stream().map(Labels::lastWord).toList();
    for (int i = 0; i < keys.size(); i++) {
      String name = last.get(i);
      boolean alone = last.stream().filter(name::equals).count() == 1;
      names.put(keys.get(i), alone ? name : keys.get(i).replace("]", "").replaceAll("[.\\[]", "-"));
    }
    return names;
  }

  private static String lastWord(String key) {
    String[] words = key.replaceAll("\\[\\d+]", "").split("\\.");
    String last = words[words.length - 1];
    // A list index written as a word says nothing.
    return last.matches("\\d+") ? key.replaceAll("[.\\[\\]]+", "-") : last;
  }

  /** A value in a few characters: the items of lists and the entries of sections, by hyphens. */
  static String of(Node value) {
    if (value instanceof Node.Scalar scalar) {
      return scalar.text().isEmpty() ? "none" : scalar.text();
    }
    if (value instanceof Node.Sequence sequence) {
      return sequence.items().isEmpty()
          ? "none"
          : sequence.items().stream().map(Labels::of).collect(Collectors.joining("-"));
    }
    List<String> parts = new ArrayList<>();
    ((Node.Mapping) value)
        .entries()
        .forEach(
            (key, part) ->
                parts.add(
                    key.equals("type") || key.equals("name") ? of(part) : key + "-" + of(part)));
    return parts.isEmpty() ? "none" : String.join("-", parts);
  }

  /** A value as tables show it: a list in brackets, all else as its label. */
  static String shown(Node value) {
    if (value instanceof Node.Sequence sequence) {
      return sequence.items().stream()
          .map(Labels::shown)
          .collect(Collectors.joining(", ", "[", "]"));
    }
    return value instanceof Node.Mapping ? of(value).replace('-', ' ') : of(value);
  }
}

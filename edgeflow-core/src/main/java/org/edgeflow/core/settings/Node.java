package org.edgeflow.core.settings;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.StreamSupport;

/** A config as a tree in which every node knows where it was written. */
public sealed interface Node {

  /** Where it was written. */
  Origin origin();

  /** What kind of thing it is, as a message says it. */
  String kind();

  /**
   * A single value, as text.
   *
   * @param text the characters; empty for a null
   * @param quoted whether it can only be a string
   */
  record Scalar(String text, boolean quoted, Origin origin) implements Node {
    @Override
    public String kind() {
      return text.isEmpty() && !quoted ? "nothing" : "'" + Excerpt.of(text) + "'";
    }
  }

  /** A list of nodes. */
  record Sequence(List<Node> items, Origin origin) implements Node {
    /** Copies the list. */
    public Sequence {
      items = List.copyOf(items);
    }

    @Override
    public String kind() {
      return "a list";
    }
  }

  /** Named nodes, in the order written. */
  record Mapping(Map<String, Node> entries, Origin origin) implements Node {
    /** Copies the map, keeping its order. */
    public Mapping {
      entries = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    /**
     * A config written in Java: as in YAML, values are texts, numbers, booleans, enumerations,
     * lists and sections of these. Relative paths are relative to the working directory.
     *
     * @throws IllegalArgumentException if a value is anything else
     */
    public static Mapping of(Map<String, ?> config) {
      return mapping(config, new Origin("the config", 0, Path.of("").toAbsolutePath()));
    }

    private static Mapping mapping(Map<?, ?> config, Origin origin) {
      Map<String, Node> entries = new LinkedHashMap<>();
      config.forEach((key, value) -> entries.put(String.valueOf(key), node(value, origin)));
      return new Mapping(entries, origin);
    }

    private static Node node(Object value, Origin origin) {
      if (value instanceof Map<?, ?> section) {
        return mapping(section, origin);
      }
      // A path is a list of names, too.
      if (value instanceof CharSequence || value instanceof Path) {
        return new Scalar(value.toString(), true, origin);
      }
      if (value instanceof Iterable<?> list) {
        return new Sequence(
            StreamSupport.stream(list.spliterator(), false)
                .map(each -> node(each, origin))
                .toList(),
            origin);
      }
      if (value instanceof Enum<?> constant) {
        String text = constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
        return new Scalar(text, false, origin);
      }
      if (value instanceof Number || value instanceof Boolean) {
        return new Scalar(value.toString(), false, origin);
      }
      throw new IllegalArgumentException(
          "a config holds texts, numbers, booleans, lists and maps, and no "
              + (value == null ? "null" : value.getClass().getName()));
    }

    /** This mapping without some keys. */
    public Mapping without(String... keys) {
      Map<String, Node> rest = new LinkedHashMap<>(entries);
      for (String key : keys) {
        rest.remove(key);
      }
      return new Mapping(rest, origin);
    }

    /** This mapping with one entry added or replaced. */
    public Mapping with(String key, Node value) {
      Map<String, Node> more = new LinkedHashMap<>(entries);
      more.put(key, value);
      return new Mapping(more, origin);
    }

    @Override
    public String kind() {
      return "a section";
    }
  }
}

package org.edgeflow.core.settings;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

package org.edgeflow.cli.grid.plan;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.edgeflow.cli.config.Assignment;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.settings.Excerpt;
import org.edgeflow.core.settings.Node;
import org.edgeflow.core.settings.Origin;

/** Reads the section {@code grid}; counts before it makes anything. */
record GridReader(Node.Mapping section) {
  /** More runs than this are a slip as often as a wish. */
  static final int UNASKED = 10_000;

  /** More do not fit one directory and one page. */
  static final int MOST = 1_000_000;

  private static final Pattern RANGE = Pattern.compile("(-?\\d{1,18})\\.\\.(-?\\d{1,18})");

  /**
   * The axes, in the order written.
   *
   * @param asked whether more than {@link #UNASKED} runs are meant
   * @throws ConfigException if the section is none, or makes too many runs
   */
  List<GridAxis> axes(boolean asked) {
    if (section.entries().isEmpty()) {
      throw new ConfigException(
          section.origin()
              + ": 'grid' has no keys, expected at least one with a list of values, as in"
              + " 'grid: {seed: [1..10]}'.");
    }
    checkSize(asked);
    List<GridAxis> axes = new ArrayList<>();
    section
        .entries()
        .forEach(
            (key, values) ->
                axes.add(key.equals(GridPlan.TOGETHER) ? together(values) : axis(key, values)));
    checkKeys(axes.stream().flatMap(axis -> axis.keys().stream()).toList());
    return axes;
  }

  // Values are set in the order written; one that another overwrites would vary in name alone.
  private void checkKeys(List<String> keys) {
    for (int later = 1; later < keys.size(); later++) {
      String key = keys.get(later);
      for (String before : keys.subList(0, later)) {
        if (before.equals(key)) {
          throw new ConfigException(
              section.origin()
                  + ": '"
                  + Excerpt.of(key)
                  + "' varies twice, in 'grid' and in 'grid.zip'. Leave one of them out.");
        }
        if (before.startsWith(key + ".") || before.startsWith(key + "[")) {
          throw new ConfigException(
              section.origin()
                  + ": '"
                  + Excerpt.of(key)
                  + "' replaces what '"
                  + Excerpt.of(before)
                  + "', which stands before it, sets. Write '"
                  + Excerpt.of(key)
                  + "' first, or leave one of them out.");
        }
      }
    }
  }

  private void checkSize(boolean asked) {
    BigInteger size = BigInteger.ONE;
    List<String> factors = new ArrayList<>();
    for (Map.Entry<String, Node> entry : section.entries().entrySet()) {
      BigInteger count =
          entry.getKey().equals(GridPlan.TOGETHER)
              ? countTogether(entry.getValue())
              : count(entry.getKey(), entry.getValue());
      size = size.multiply(count);
      factors.add(String.format(Locale.ROOT, "%,d × %s", count, Excerpt.of(entry.getKey())));
    }
    String all =
        section.origin()
            + String.format(Locale.ROOT, ": the grid has %,d combinations (", size)
            + String.join(", ", factors)
            + ")";
    if (size.compareTo(BigInteger.valueOf(MOST)) > 0) {
      throw new ConfigException(
          all
              + String.format(
                  Locale.ROOT,
                  ", and one grid holds at most %,d. Shorten a list, or split the grid in several"
                      + " configs.",
                  MOST));
    }
    if (!asked && size.compareTo(BigInteger.valueOf(UNASKED)) > 0) {
      throw new ConfigException(
          all
              + String.format(
                  Locale.ROOT,
                  ", more than %,d. Shorten a list, or say that you mean it: --yes.",
                  UNASKED));
    }
  }

  private BigInteger count(String key, Node values) {
    List<Node> items = items(key, values);
    BigInteger count = BigInteger.ZERO;
    for (Node item : items) {
      Matcher range = range(item);
      count =
          count.add(
              range == null
                  ? BigInteger.ONE
                  : BigInteger.valueOf(last(range, item) - first(range)).add(BigInteger.ONE));
    }
    return count;
  }

  private BigInteger countTogether(Node node) {
    Map<String, BigInteger> counts = new java.util.LinkedHashMap<>();
    keysTogether(node).forEach((key, values) -> counts.put(key, count(key, values)));
    if (counts.values().stream().distinct().count() > 1) {
      throw new ConfigException(
          node.origin()
              + ": the values of 'grid.zip' go together one by one, but there are "
              + counts.entrySet().stream()
                  .map(entry -> entry.getValue() + " of '" + Excerpt.of(entry.getKey()) + "'")
                  .collect(Collectors.joining(", "))
              + ". Give every key as many, or take those that combine freely out of 'zip'.");
    }
    return counts.values().iterator().next();
  }

  private static Map<String, Node> keysTogether(Node node) {
    if (node instanceof Node.Mapping mapping && mapping.entries().size() > 1) {
      return mapping.entries();
    }
    throw new ConfigException(
        node.origin()
            + ": 'grid.zip' is "
            + (node instanceof Node.Mapping ? "a section of fewer than two keys" : node.kind())
            + ", expected a section of keys whose values go together, as in 'zip: {learning-rate:"
            + " [0.1, 0.2], steps: [1000, 500]}'.");
  }

  private static List<Node> items(String key, Node values) {
    if (values instanceof Node.Sequence sequence && !sequence.items().isEmpty()) {
      return sequence.items();
    }
    if (range(values) != null) {
      return List.of(values);
    }
    throw new ConfigException(
        values.origin()
            + ": 'grid."
            + Excerpt.of(key)
            + "' is "
            + (values instanceof Node.Sequence ? "an empty list" : values.kind())
            + ", expected a list of values, as in [0.1, 0.2] or [1..10].");
  }

  private GridAxis axis(String key, Node values) {
    List<List<Node>> choices = new ArrayList<>();
    for (Node value : expanded(key, values)) {
      choices.add(List.of(value));
    }
    checkDistinct(key, choices);
    return new GridAxis(List.of(key), choices);
  }

  private GridAxis together(Node node) {
    Map<String, Node> keys = keysTogether(node);
    List<List<Node>> columns = new ArrayList<>();
    keys.forEach((key, values) -> columns.add(expanded(key, values)));
    List<List<Node>> choices = new ArrayList<>();
    for (int i = 0; i < columns.get(0).size(); i++) {
      int row = i;
      choices.add(columns.stream().map(column -> column.get(row)).toList());
    }
    checkDistinct(GridPlan.TOGETHER, choices);
    return new GridAxis(List.copyOf(keys.keySet()), choices);
  }

  private static List<Node> expanded(String key, Node values) {
    // Whatever is wrong with a path is wrong with it everywhere.
    Assignment.of(key, values);
    List<Node> all = new ArrayList<>();
    for (Node item : items(key, values)) {
      Matcher range = range(item);
      if (range == null) {
        all.add(item);
        continue;
      }
      for (long value = first(range); value <= last(range, item); value++) {
        all.add(new Node.Scalar(Long.toString(value), false, item.origin()));
      }
    }
    return all;
  }

  // Null for what is no range.
  private static Matcher range(Node item) {
    if (item instanceof Node.Scalar scalar && !scalar.quoted()) {
      Matcher range = RANGE.matcher(scalar.text());
      return range.matches() ? range : null;
    }
    return null;
  }

  private static long first(Matcher range) {
    return Long.parseLong(range.group(1));
  }

  private static long last(Matcher range, Node item) {
    long last = Long.parseLong(range.group(2));
    if (last < first(range)) {
      throw new ConfigException(
          item.origin()
              + ": the range "
              + range.group()
              + " is empty, expected the smaller number first, as in "
              + range.group(2)
              + ".."
              + range.group(1)
              + ".");
    }
    return last;
  }

  private static void checkDistinct(String key, List<List<Node>> choices) {
    Map<String, Origin> seen = new HashMap<>();
    for (List<Node> choice : choices) {
      String text = choice.stream().map(GridReader::canonical).collect(Collectors.joining(" "));
      Origin origin = choice.get(0).origin();
      if (seen.put(text, origin) != null) {
        throw new ConfigException(
            origin
                + ": two runs of one name: 'grid."
                + Excerpt.of(key)
                + "' has the value "
                + choice.stream()
                    .map(value -> Excerpt.of(Labels.shown(value)))
                    .collect(Collectors.joining(", "))
                + " twice. Give each value once.");
      }
    }
  }

  // 0.1 and 0.10 are one number.
  private static String canonical(Node value) {
    if (value instanceof Node.Sequence sequence) {
      return sequence.items().stream()
          .map(GridReader::canonical)
          .collect(Collectors.joining(",", "[", "]"));
    }
    if (value instanceof Node.Mapping mapping) {
      return mapping.entries().entrySet().stream()
          .map(entry -> entry.getKey() + ":" + canonical(entry.getValue()))
          .sorted()
          .collect(Collectors.joining(",", "{", "}"));
    }
    Node.Scalar scalar = (Node.Scalar) value;
    try {
      BigDecimal number = new BigDecimal(scalar.text()).stripTrailingZeros();
      return number.precision() + ":" + number;
    } catch (NumberFormatException e) {
      return "'" + scalar.text() + "'";
    }
  }
}

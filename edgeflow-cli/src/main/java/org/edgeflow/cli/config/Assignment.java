package org.edgeflow.cli.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.settings.Excerpt;
import org.edgeflow.core.settings.Node;
import org.edgeflow.core.settings.Origin;

/**
 * One change of a config, given on the command line: {@code models[1].curvature=chord}. A path
 * names keys and list indices (from 0), {@code models.1.curvature} as well as {@code
 * models[1].curvature}; sections that are missing are made, the index one past a list's end adds to
 * it, and a part given by its name alone becomes a section: {@code backend.threads=2} turns {@code
 * backend: heap} into {@code backend: {type: heap, threads: 2}}.
 */
public final class Assignment {
  private static final Pattern PATH =
      Pattern.compile("[^.\\[\\]=\\s]+((\\.[^.\\[\\]=\\s]+)|(\\[\\d+]))*");

  /** The pattern is matched, and the tree changed, by recursion. */
  private static final int LONGEST_PATH = 500;

  private static final Pattern INDEX = Pattern.compile("\\d{1,6}");

  private final List<String> keys;
  private final Node value;

  private Assignment(List<String> keys, Node value) {
    this.keys = keys;
    this.value = value;
  }

  /**
   * Reads {@code path=value}, the value being YAML.
   *
   * @param directory what relative paths in the value are relative to
   * @throws ConfigException if there is no path, or the value is not YAML
   */
  public static Assignment parse(String text, Path directory) {
    int equals = text.indexOf('=');
    String path = equals < 0 ? text.strip() : text.substring(0, equals).strip();
    if (equals < 0 || path.length() > LONGEST_PATH || !PATH.matcher(path).matches()) {
      throw new ConfigException(
          "--set '"
              + Excerpt.of(text)
              + "': expected path=value, as in models[0].curvature=chord.");
    }
    Origin origin = new Origin("--set " + path, 0, directory);
    return new Assignment(keys(path), YamlReader.readValue(text.substring(equals + 1), origin));
  }

  /**
   * The change that an option of its own makes.
   *
   * @param option its name, for messages
   * @param key a key of the config's top level
   */
  public static Assignment of(String option, String key, String value, Path directory) {
    return new Assignment(
        List.of(key), new Node.Scalar(value, false, new Origin(option, 0, directory)));
  }

  /**
   * The change of a path to a value that a file gives.
   *
   * @param path as {@code --set} has it
   * @throws ConfigException if it is no path
   */
  public static Assignment of(String path, Node value) {
    if (path.length() > LONGEST_PATH || !PATH.matcher(path).matches()) {
      throw new ConfigException(
          value.origin()
              + ": '"
              + Excerpt.of(path)
              + "' is no path of a config, expected one as in models[0].curvature.");
    }
    return new Assignment(keys(path), value);
  }

  private static List<String> keys(String path) {
    return List.of(path.replace("]", "").split("[.\\[]"));
  }

  /** The config with this change; the given one stays as it is. */
  public Node.Mapping applyTo(Node.Mapping config) {
    return (Node.Mapping) change(config, 0);
  }

  private Node change(Node current, int depth) {
    if (depth == keys.size()) {
      return value;
    }
    String key = keys.get(depth);
    if (current instanceof Node.Mapping mapping) {
      return mapping.with(key, change(mapping.entries().get(key), depth + 1));
    }
    if (current instanceof Node.Sequence sequence) {
      return changeItem(sequence, key, depth);
    }
    if (current instanceof Node.Scalar scalar && !scalar.text().isEmpty()) {
      return change(new Node.Mapping(Map.of("type", scalar), scalar.origin()), depth);
    }
    return depth > 0 && INDEX.matcher(key).matches()
        ? changeItem(new Node.Sequence(List.of(), value.origin()), key, depth)
        : change(new Node.Mapping(Map.of(), value.origin()), depth);
  }

  private Node changeItem(Node.Sequence sequence, String key, int depth) {
    List<Node> items = new ArrayList<>(sequence.items());
    String list = String.join(".", keys.subList(0, depth));
    if (!INDEX.matcher(key).matches() || Integer.parseInt(key) > items.size()) {
      throw new ConfigException(
          value.origin()
              + ": '"
              + list
              + "' is a list of "
              + items.size()
              + ", expected an index from 0 to "
              + items.size()
              + " ("
              + items.size()
              + " adds one), as in "
              + list
              + "[0], got '"
              + Excerpt.of(key)
              + "'.");
    }
    int index = Integer.parseInt(key);
    Node changed = change(index < items.size() ? items.get(index) : null, depth + 1);
    if (index < items.size()) {
      items.set(index, changed);
    } else {
      items.add(changed);
    }
    return new Node.Sequence(items, sequence.origin());
  }
}

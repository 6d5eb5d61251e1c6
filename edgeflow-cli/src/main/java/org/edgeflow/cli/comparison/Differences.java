package org.edgeflow.cli.comparison;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.edgeflow.cli.config.ConfigFile;
import org.edgeflow.cli.directory.RunLayout;
import org.edgeflow.core.settings.Node;

/**
 * What differs between runs: settings of their resolved configs, where every default is filled in,
 * and what {@code provenance.json} holds beside these and beside times. A model's settings are
 * named after the model, wherever in the list it stands, and compared among the runs that have it.
 */
final class Differences {
  static final String ABSENT = "-";
  private static final String MODELS = "models";
  private static final Set<String> TIMES = Set.of("start", "end", "resumed");

  /**
   * One difference.
   *
   * @param key the setting's path: {@code models.edge-flow.rate}
   * @param values one a run; {@link #ABSENT} where a run does not have it
   */
  record Row(String key, List<String> values) {}

  private final List<Map<String, String>> settings = new ArrayList<>();

  private Differences() {}

  /** The differences, in the order of the configs. */
  static List<Row> of(Comparison comparison) {
    Differences differences = new Differences();
    for (Comparison.Entry entry : comparison.entries()) {
      differences.settings.add(settings(entry));
    }
    return differences.keys().stream().filter(differences::differs).map(differences::row).toList();
  }

  // A setting that earlier runs lack stands where it stands among the settings of its own run.
  private List<String> keys() {
    List<String> keys = new ArrayList<>();
    for (Map<String, String> each : settings) {
      int next = 0;
      for (String key : each.keySet()) {
        int at = keys.indexOf(key);
        if (at < 0) {
          at = next;
          keys.add(at, key);
        }
        next = at + 1;
      }
    }
    return keys;
  }

  private static Map<String, String> settings(Comparison.Entry entry) {
    Node.Mapping config = ConfigFile.read(new RunLayout(entry.run().path()).config());
    Map<String, String> settings = new LinkedHashMap<>();
    flatten("", config, settings);
    entry
        .run()
        .provenance()
        .forEach(
            (key, value) -> {
              String top = key.split("\\.", 2)[0];
              if (!TIMES.contains(top)
                  && (!config.entries().containsKey(top) || key.equals("backend.description"))) {
                settings.put(key, value);
              }
            });
    settings.values().removeIf(String::isEmpty);
    return settings;
  }

  private static void flatten(String path, Node node, Map<String, String> into) {
    if (node instanceof Node.Mapping mapping) {
      for (Map.Entry<String, Node> entry : mapping.entries().entrySet()) {
        String key = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
        flatten(key, entry.getValue(), into);
      }
    } else if (node instanceof Node.Sequence sequence) {
      List<String> items = new ArrayList<>();
      for (Node item : sequence.items()) {
        String name = name(item);
        if (item instanceof Node.Mapping section) {
          name = items.contains(name) ? name + "-" + items.size() : name;
          flatten(path + "." + name, section.without("name"), into);
        }
        items.add(name);
      }
      into.put(path, String.join(", ", items));
    } else if (node instanceof Node.Scalar scalar) {
      into.put(path, scalar.text());
    }
  }

  // Models and parts in lists are sections with a name, or at least a type.
  private static String name(Node item) {
    if (item instanceof Node.Scalar scalar) {
      return scalar.text();
    }
    if (item instanceof Node.Mapping section) {
      return name(section.entries().getOrDefault("name", section.entries().get("type")));
    }
    return item instanceof Node.Sequence list
        ? list.items().stream().map(Differences::name).collect(Collectors.joining(", ", "[", "]"))
        : "section";
  }

  private boolean differs(String key) {
    return settings.stream()
            .filter(each -> mayHave(each, key))
            .map(each -> each.getOrDefault(key, ABSENT))
            .distinct()
            .count()
        > 1;
  }

  private static boolean mayHave(Map<String, String> settings, String key) {
    if (!key.startsWith(MODELS + ".")) {
      return true;
    }
    return Arrays.stream(settings.getOrDefault(MODELS, "").split(", "))
        .anyMatch(model -> key.startsWith(MODELS + "." + model + "."));
  }

  private Row row(String key) {
    return new Row(key, settings.stream().map(each -> each.getOrDefault(key, ABSENT)).toList());
  }
}

package org.edgeflow.cli.grid.plan;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import org.edgeflow.cli.config.Assignment;
import org.edgeflow.cli.config.YamlWriter;
import org.edgeflow.cli.directory.FolderName;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.settings.Excerpt;
import org.edgeflow.core.settings.Node;

/**
 * A config with a section {@code grid}: every key of the section is a path as {@code --set} has it,
 * with a list of values; the runs are all combinations, the last key varying fastest. {@code
 * [1..10]} are ten integers. The keys of the subsection {@code zip} go together value by value.
 */
public final class GridPlan {
  /** The section's name. */
  public static final String KEY = "grid";

  /** The key that says on how many threads each run computes, beside the section. */
  public static final String THREADS = "threads";

  /** No machine has more. */
  private static final int MOST_THREADS = 1024;

  /** The key under which several keys go together. */
  public static final String TOGETHER = "zip";

  private final Node.Mapping config;
  private final List<GridAxis> axes;
  private final OptionalInt threads;
  private final Map<String, String> shortNames;
  private final int size;

  private GridPlan(Node.Mapping config, List<GridAxis> axes, OptionalInt threads) {
    this.config = config;
    this.axes = axes;
    this.threads = threads;
    this.shortNames = Labels.ofKeys(axes.stream().flatMap(axis -> axis.keys().stream()).toList());
    this.size = axes.stream().mapToInt(axis -> axis.choices().size()).reduce(1, (a, b) -> a * b);
  }

  /**
   * Reads a config's section {@code grid}; the rest is read with each run.
   *
   * @param asked whether more than 10,000 runs are meant
   * @throws ConfigException if there is no such section, or it makes no grid
   */
  public static GridPlan read(Node.Mapping config, boolean asked) {
    Node section = config.entries().get(KEY);
    if (section == null) {
      throw new ConfigException(
          config.origin()
              + ": the config has no section 'grid', which says what varies, as in 'grid: {seed:"
              + " [1..10], learning-rate: [0.1, 0.12]}'. Add one, or use `run` for a single run.");
    }
    if (!(section instanceof Node.Mapping mapping)) {
      throw new ConfigException(
          section.origin()
              + ": 'grid' is "
              + section.kind()
              + ", expected a section of keys with lists of values, as in 'grid: {seed:"
              + " [1..10]}'.");
    }
    GridPlan plan =
        new GridPlan(
            config.without(THREADS),
            new GridReader(mapping).axes(asked),
            threads(config.entries().get(THREADS)));
    plan.checkNames();
    return plan;
  }

  private static OptionalInt threads(Node node) {
    if (node == null) {
      return OptionalInt.empty();
    }
    if (node instanceof Node.Scalar scalar && scalar.text().matches("[1-9]\\d{0,3}")) {
      int number = Integer.parseInt(scalar.text());
      if (number <= MOST_THREADS) {
        return OptionalInt.of(number);
      }
    }
    throw new ConfigException(
        node.origin()
            + ": '"
            + THREADS
            + "' is "
            + (node instanceof Node.Scalar scalar ? Excerpt.of(scalar.text()) : node.kind())
            + ", expected a number from 1 to "
            + MOST_THREADS
            + ".");
  }

  private void checkNames() {
    Map<String, Integer> taken = new HashMap<>();
    for (int i = 0; i < size; i++) {
      GridPoint point = point(i);
      // Some file systems do not tell capitals from small letters.
      Integer other = taken.put(point.name().toLowerCase(Locale.ROOT), i);
      if (other != null) {
        throw new ConfigException(
            config.entries().get(KEY).origin()
                + ": two runs of one name: "
                + point(other).values()
                + " and "
                + point.values()
                + " would both be '"
                + point.name()
                + "'. Write one of the values differently.");
      }
    }
  }

  /** How many runs there are. */
  public int size() {
    return size;
  }

  /** The keys that vary, in the order written. */
  public List<String> keys() {
    return List.copyOf(shortNames.keySet());
  }

  /** The run of a place. */
  public GridPoint point(int index) {
    int[] choice = new int[axes.size()];
    int rest = index;
    for (int i = axes.size() - 1; i >= 0; i--) {
      int choices = axes.get(i).choices().size();
      choice[i] = rest % choices;
      rest /= choices;
    }
    Map<String, String> values = new LinkedHashMap<>();
    StringBuilder name = new StringBuilder();
    Node.Mapping tree = config.without(KEY);
    for (int i = 0; i < choice.length; i++) {
      List<Node> chosen = axes.get(i).choices().get(choice[i]);
      for (int k = 0; k < chosen.size(); k++) {
        String key = axes.get(i).keys().get(k);
        tree = Assignment.of(key, chosen.get(k)).applyTo(tree);
        values.put(key, Labels.shown(chosen.get(k)));
        name.append(name.isEmpty() ? "" : "_")
            .append(shortNames.get(key))
            .append('-')
            .append(Labels.of(chosen.get(k)));
      }
    }
    return new GridPoint(index, FolderName.of(name.toString()), values, tree);
  }

  /** What the grid is, as a text that other grids do not share; without the threads. */
  public String text() {
    return YamlWriter.write(config);
  }

  /** On how many threads each run computes; empty where nobody has said. */
  public OptionalInt threads() {
    return threads;
  }

  /** This grid on so many threads a run. */
  public GridPlan on(int number) {
    return new GridPlan(config, axes, OptionalInt.of(number));
  }

  /** The grid as a config that repeats it, threads included. */
  public String whole() {
    return threads.isEmpty()
        ? text()
        : YamlWriter.write(
            config.with(
                THREADS,
                new Node.Scalar(Integer.toString(threads.getAsInt()), false, config.origin())));
  }

  /** The experiment's name; empty where the grid or nothing gives it. */
  public String experiment() {
    return config.entries().get("experiment") instanceof Node.Scalar scalar ? scalar.text() : "";
  }
}

package org.edgeflow.cli.reproduction.claim;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.edgeflow.cli.config.Assignment;
import org.edgeflow.cli.config.ConfigFile;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.settings.Decoder;
import org.edgeflow.core.settings.Node;
import org.edgeflow.core.settings.Problems;
import org.edgeflow.core.settings.Setting;
import org.edgeflow.core.settings.Spelling;

/** Reads files of claims, and says everything that is wrong with one at once. */
public final class PaperReader {
  private static final String NAME = "[A-Za-z][A-Za-z0-9_]*";

  private record Content(
      @Setting("The arXiv numbers whose claims these are.") List<String> papers,
      @Setting("One line on what is claimed.") String title,
      @Setting(value = "What of it is ours and not the paper's.", byDefault = "-") String ours,
      @Setting(value = "Whether all of it takes seconds.", byDefault = "false") boolean quick,
      @Setting("Configs by name; one with 'vary' runs once for each of its values.") Node runs,
      @Setting("Readings that several claims use, by name.") Optional<Node> readings,
      @Setting("The claims.") List<Node> claims) {}

  private record Entry(
      @Setting("The claim, in a sentence.") String claim,
      @Setting("Where the paper says it, or what it follows from.") String source,
      @Setting("What is read from the runs, by name.") Optional<Node> readings,
      @Setting("The number, in terms of the readings.") String measured,
      @Setting("What it should be.") String expected,
      @Setting("An absolute difference, a percentage, at-most or at-least.") String tolerance) {}

  private final Path file;
  private final Problems problems = new Problems();
  private final Decoder decoder = new Decoder(problems);
  private Map<String, Paper.Variations> runs = Map.of();

  private PaperReader(Path file) {
    this.file = file;
  }

  /**
   * Reads a file.
   *
   * @throws ConfigException with every problem found
   */
  public static Paper read(Path file) {
    return new PaperReader(file).read();
  }

  private Paper read() {
    Node.Mapping tree = ConfigFile.read(file);
    Optional<Content> top = decoder.decode(tree, Content.class, "");
    problems.throwIfAny();
    Content content = top.orElseThrow();
    if (content.papers().isEmpty() || content.claims().isEmpty()) {
      problems.add(tree.origin(), "'papers' and 'claims' hold at least one entry each.");
    }
    runs = runs(section(content.runs(), "runs"));
    Map<String, Reading> shared =
        content
            .readings()
            .map(node -> readings(section(node, "readings"), "readings"))
            .orElse(Map.of());
    List<Claim> claims = new ArrayList<>();
    for (int i = 0; i < content.claims().size(); i++) {
      String path = "claims[" + i + "]";
      claim(section(content.claims().get(i), path), path, shared).ifPresent(claims::add);
    }
    problems.throwIfAny();
    return new Paper(
        file,
        content.papers(),
        content.title(),
        content.ours().equals("-") ? "" : content.ours(),
        content.quick(),
        runs,
        claims);
  }

  private Optional<Claim> claim(Node.Mapping section, String path, Map<String, Reading> shared) {
    Optional<Entry> read = decoder.decode(section, Entry.class, path);
    if (read.isEmpty()) {
      return Optional.empty();
    }
    Entry entry = read.get();
    Map<String, Reading> readings = new LinkedHashMap<>(shared);
    entry
        .readings()
        .ifPresent(
            node ->
                readings.putAll(readings(section(node, path + ".readings"), path + ".readings")));
    try {
      Set<String> known = new TreeSet<>(readings.keySet());
      Formula measured =
          new Formula(
              path + ".measured", entry.measured(), origin(section, "measured").origin(), known);
      Formula expected =
          new Formula(
              path + ".expected", entry.expected(), origin(section, "expected").origin(), known);
      Tolerance tolerance =
          Tolerance.parse(entry.tolerance(), origin(section, "tolerance").origin());
      Set<String> used = new LinkedHashSet<>(measured.names());
      used.addAll(expected.names());
      readings.keySet().retainAll(used);
      return Optional.of(
          new Claim(entry.claim(), entry.source(), readings, measured, expected, tolerance));
    } catch (ConfigException wrong) {
      problems.add(wrong);
      return Optional.empty();
    }
  }

  private static Node origin(Node.Mapping section, String key) {
    return section.entries().get(key);
  }

  private Map<String, Reading> readings(Node.Mapping section, String path) {
    Map<String, Reading> readings = new LinkedHashMap<>();
    section
        .entries()
        .forEach(
            (name, node) -> {
              String where = path + "." + name;
              checkName(name, node, where);
              decoder
                  .decode(section(node, where), Reading.class, where)
                  .ifPresent(
                      reading -> {
                        checkRun(reading, node, where);
                        readings.put(name, reading);
                      });
            });
    return readings;
  }

  private void checkRun(Reading reading, Node node, String where) {
    Paper.Variations run = runs.get(reading.run());
    if (run == null) {
      problems.add(
          node.origin(),
          "'"
              + where
              + ".run' is '"
              + reading.run()
              + "', which is none of the runs."
              + Spelling.hint(reading.run(), runs.keySet())
              + " Runs: "
              + String.join(", ", runs.keySet())
              + ".");
    } else if (run.configs().size() > 1 && reading.over() == Reading.Over.ONLY) {
      problems.add(
          node.origin(),
          "'"
              + where
              + "' reads the run '"
              + reading.run()
              + "', of which there are "
              + run.configs().size()
              + ": say by 'over' what becomes of their numbers, as in 'over: mean'.");
    }
  }

  private void checkName(String name, Node node, String where) {
    if (!name.matches(NAME)) {
      problems.add(
          node.origin(),
          "'" + where + "': a name has letters, digits and '_', a letter first: formulas use it.");
    }
  }

  private Map<String, Paper.Variations> runs(Node.Mapping section) {
    Map<String, Paper.Variations> found = new LinkedHashMap<>();
    section
        .entries()
        .forEach(
            (name, node) -> {
              checkName(name, node, "runs." + name);
              try {
                found.put(name, variations(name, section(node, "runs." + name)));
              } catch (ConfigException wrong) {
                problems.add(wrong);
              }
            });
    return found;
  }

  private Paper.Variations variations(String name, Node.Mapping run) {
    Node.Mapping config = run.without("vary").with("experiment", scalar(name, run));
    if (!config.entries().containsKey("reports")) {
      config = config.with("reports", new Node.Sequence(List.of(), run.origin()));
    }
    Node vary = run.entries().get("vary");
    if (vary == null) {
      return new Paper.Variations(List.of(config), List.of(""), new double[] {Double.NaN});
    }
    Map<String, Node.Sequence> axes = axes(name, vary);
    int count = axes.values().iterator().next().items().size();
    List<Node.Mapping> configs = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      Node.Mapping each = config;
      List<String> label = new ArrayList<>();
      for (Map.Entry<String, Node.Sequence> axis : axes.entrySet()) {
        Node value = axis.getValue().items().get(i);
        each = Assignment.of(axis.getKey(), value).applyTo(each);
        label.add(axis.getKey() + " = " + text(value));
      }
      configs.add(each);
      labels.add(String.join(", ", label));
      values[i] = number(axes.values().iterator().next().items().get(i));
    }
    return new Paper.Variations(configs, labels, values);
  }

  private static Map<String, Node.Sequence> axes(String run, Node vary) {
    Map<String, Node.Sequence> axes = new LinkedHashMap<>();
    if (vary instanceof Node.Mapping mapping) {
      mapping
          .entries()
          .forEach(
              (path, values) -> {
                if (values instanceof Node.Sequence list && !list.items().isEmpty()) {
                  axes.put(path, list);
                }
              });
      boolean equal =
          axes.values().stream().map(list -> list.items().size()).distinct().count() == 1;
      if (equal && axes.size() == mapping.entries().size()) {
        return axes;
      }
    }
    throw new ConfigException(
        vary.origin()
            + ": 'runs."
            + run
            + ".vary' holds lists of values by path, all of one length, as in {learning-rate: [0.1,"
            + " 0.2]}; several are taken side by side.");
  }

  private Node.Mapping section(Node node, String path) {
    if (node instanceof Node.Mapping mapping) {
      return mapping;
    }
    problems.add(node.origin(), "'" + path + "' is " + node.kind() + ", expected a section.");
    return new Node.Mapping(Map.of(), node.origin());
  }

  private static Node scalar(String text, Node at) {
    return new Node.Scalar(text, true, at.origin());
  }

  private static String text(Node value) {
    if (value instanceof Node.Scalar scalar) {
      return scalar.text();
    }
    return value instanceof Node.Sequence list
        ? "[" + String.join(", ", list.items().stream().map(PaperReader::text).toList()) + "]"
        : value.kind();
  }

  private static double number(Node value) {
    try {
      return value instanceof Node.Scalar scalar ? Double.parseDouble(scalar.text()) : Double.NaN;
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}

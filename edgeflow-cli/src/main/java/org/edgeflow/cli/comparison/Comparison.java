package org.edgeflow.cli.comparison;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.edgeflow.cli.console.EnvironmentException;
import org.edgeflow.cli.directory.RunLayout;
import org.edgeflow.cli.result.ModelResult;
import org.edgeflow.cli.result.RunDirectory;
import org.edgeflow.cli.result.RunDirectoryReader;
import org.edgeflow.cli.result.RunSummary;
import org.edgeflow.core.settings.ConfigException;

/**
 * Finished runs of one optimizer on one kind of objective and one dataset: only then are their
 * losses, sharpnesses and distances the same quantities. Everything else may differ.
 *
 * @param entries at least two, in the order given
 */
public record Comparison(List<Entry> entries) {

  /**
   * A run with a name that tells it from the others.
   *
   * @param label as much of the end of its path as no other run shares
   */
  public record Entry(String label, RunDirectory run) {

    /** What the run found about its reference or a model; empty if it has none of that name. */
    Optional<ModelResult> result(String name) {
      return run.summary().all().stream().filter(each -> each.name().equals(name)).findFirst();
    }
  }

  /** Copies the list. */
  public Comparison {
    entries = List.copyOf(entries);
  }

  /**
   * Reads the runs.
   *
   * @param directories at least two
   * @throws ConfigException if one is no finished run, or is given twice, or does not compare with
   *     the first
   * @throws EnvironmentException if a file cannot be read
   */
  public static Comparison of(List<Path> directories) {
    List<RunDirectory> runs = new ArrayList<>();
    Map<Path, Path> taken = new HashMap<>();
    for (Path directory : directories) {
      RunLayout layout = new RunLayout(directory);
      layout.checkFinished();
      try {
        Path other = taken.put(directory.toRealPath(), directory);
        if (other != null) {
          throw new ConfigException(
              "the run "
                  + directory
                  + " is given twice"
                  + (other.equals(directory) ? "" : ", also as " + other)
                  + ". Leave one of the two out.");
        }
        runs.add(new RunDirectoryReader().read(directory));
      } catch (IOException e) {
        throw layout.cannotRead(e);
      }
    }
    List<String> refusals = new ArrayList<>();
    runs.stream().skip(1).forEach(run -> refusal(run, runs.get(0)).ifPresent(refusals::add));
    if (!refusals.isEmpty()) {
      throw new ConfigException(refusals);
    }
    List<String> labels = labels(directories);
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      entries.add(new Entry(labels.get(i), runs.get(i)));
    }
    return new Comparison(entries);
  }

  private static Optional<String> refusal(RunDirectory run, RunDirectory first) {
    Map<String, String> facts = facts(run.summary());
    List<String> differing = new ArrayList<>();
    facts(first.summary())
        .forEach(
            (fact, expected) -> {
              if (!facts.get(fact).equals(expected)) {
                differing.add(fact + " " + facts.get(fact) + " against " + expected);
              }
            });
    return differing.isEmpty()
        ? Optional.empty()
        : Optional.of(
            run.path()
                + " cannot be compared with "
                + first.path()
                + ": "
                + String.join(", ", differing)
                + ". Losses, sharpnesses and distances compare only where optimizer, objective and"
                + " dataset are the same; their settings may differ.");
  }

  private static Map<String, String> facts(RunSummary summary) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("optimizer", "'" + summary.reference().name() + "'");
    facts.put("objective", quoted(summary.objective()));
    facts.put("dataset", quoted(summary.dataset()));
    return facts;
  }

  private static String quoted(Optional<String> name) {
    return name.map(text -> "'" + text + "'").orElse("none");
  }

  private static List<String> labels(List<Path> directories) {
    List<Path> paths = directories.stream().map(path -> path.toAbsolutePath().normalize()).toList();
    int longest = paths.stream().mapToInt(Path::getNameCount).max().orElse(1);
    for (int names = 1; ; names++) {
      int length = names;
      List<String> labels = paths.stream().map(path -> end(path, length)).toList();
      if (names >= longest || new HashSet<>(labels).size() == labels.size()) {
        return labels;
      }
    }
  }

  private static String end(Path path, int names) {
    int count = path.getNameCount();
    return count == 0
        ? path.toString()
        : path.subpath(Math.max(0, count - names), count).toString();
  }

  /** The reference's and all models' names, in the order in which they first appear. */
  public List<String> names() {
    Set<String> names = new LinkedHashSet<>();
    entries.forEach(entry -> entry.run().summary().all().forEach(each -> names.add(each.name())));
    return List.copyOf(names);
  }

  /** What all runs share: the optimizer, the objective, the dataset. */
  RunSummary first() {
    return entries.get(0).run().summary();
  }
}

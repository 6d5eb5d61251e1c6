package org.edgeflow.cli.reproduction;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.edgeflow.cli.checkpoint.RunLock;
import org.edgeflow.cli.console.Console;
import org.edgeflow.cli.directory.JsonFile;
import org.edgeflow.cli.directory.RunLayout;
import org.edgeflow.cli.reproduction.claim.Claim;
import org.edgeflow.cli.reproduction.claim.Paper;
import org.edgeflow.cli.reproduction.claim.PaperReader;
import org.edgeflow.core.plugin.Registry;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.settings.Excerpt;
import org.edgeflow.core.settings.Spelling;

/** Claims from their files to a table and a page. */
public final class Reproduction {
  /** Where the claims that come with EdgeFlow lie in a clone, and in a bundle. */
  private static final Path FOLDER = Path.of("examples", "reproduce");

  private final List<Paper> papers;
  private final Registry registry;
  private final Console console;

  /**
   * Reads claims; nothing is run.
   *
   * @param chosen arXiv numbers, files or folders; empty: all that come with EdgeFlow
   * @param quick whether only files that take seconds are wanted
   * @throws ConfigException if one is unknown, or a file is wrong
   */
  public Reproduction(List<String> chosen, boolean quick, Registry registry, Console console) {
    List<Paper> found = chosen.isEmpty() ? ours(console) : chosen(chosen, console);
    this.papers = found.stream().filter(paper -> !quick || paper.quick()).toList();
    this.registry = registry;
    this.console = console;
  }

  private static List<Paper> chosen(List<String> words, Console console) {
    List<Paper> found = new ArrayList<>();
    List<String> numbers = new ArrayList<>();
    for (String word : words) {
      if (word.matches("\\d{4}\\.\\d{4,5}") || !Files.exists(Path.of(word))) {
        numbers.add(word);
      } else {
        found.addAll(read(Path.of(word)));
      }
    }
    if (!numbers.isEmpty()) {
      List<Paper> ours = ours(console);
      TreeSet<String> known = new TreeSet<>();
      ours.forEach(paper -> known.addAll(paper.numbers()));
      for (String number : numbers) {
        if (!known.contains(number)) {
          throw new ConfigException(
              "no claims of a paper '"
                  + Excerpt.of(number)
                  + "', and no such file."
                  + Spelling.hint(number, known)
                  + " Papers: "
                  + String.join(", ", known)
                  + ".");
        }
      }
      ours.stream()
          .filter(paper -> paper.numbers().stream().anyMatch(numbers::contains))
          .forEach(found::add);
    }
    return found;
  }

  private static List<Paper> ours(Console console) {
    Path folder = console.home().orElse(Path.of("")).resolve(FOLDER);
    if (!Files.isDirectory(folder)) {
      throw new ConfigException(
          "there is no folder "
              + folder
              + " with claims. Run from the clone, or name files of claims.");
    }
    return read(folder);
  }

  private static List<Paper> read(Path path) {
    if (!Files.isDirectory(path)) {
      return List.of(PaperReader.read(path));
    }
    try (Stream<Path> files = Files.list(path)) {
      List<Path> yaml =
          files.filter(file -> file.toString().matches(".*\\.ya?ml")).sorted().toList();
      if (yaml.isEmpty()) {
        throw new ConfigException(path + " holds no files of claims (*.yaml).");
      }
      return yaml.stream().map(PaperReader::read).toList();
    } catch (IOException e) {
      throw new ConfigException(path + " cannot be read: " + e.getMessage());
    }
  }

  /** The claims as lines of text. */
  public List<String> listing() {
    return ReproductionTable.listing(papers, console.width());
  }

  /**
   * Runs and judges the claims, and writes {@code reproduction.txt}, {@code reproduction.json},
   * {@code reproduction.md} and {@code reproduction.html}.
   *
   * @param root where everything goes; must be free
   * @return whether the end was reached
   */
  public boolean run(Path root, boolean quiet) {
    new RunLayout(root).checkFree();
    try (RunLock lock = new RunLayout(root).lock()) {
      List<Verdict> verdicts = new ArrayList<>();
      Map<Paper, PaperRuns> runs = new HashMap<>();
      for (Paper paper : papers) {
        runs.put(
            paper,
            new PaperRuns(
                paper, root.resolve("runs").resolve(paper.name()), registry, console.silenced()));
        for (Claim claim : paper.claims()) {
          if (!quiet) {
            console.problem(paper.id() + ": " + claim.text());
          }
          verdicts.add(judge(paper, claim, runs.get(paper)));
        }
      }
      write(root, verdicts, runs);
      return true;
    } catch (PaperRuns.Interrupted stopped) {
      console.problem("interrupted; the runs so far lie in " + root.resolve("runs") + ".");
      return false;
    }
  }

  private static Verdict judge(Paper paper, Claim claim, PaperRuns runs) {
    long begin = System.nanoTime();
    double expected = Double.NaN;
    double measured = Double.NaN;
    Verdict.Outcome outcome = Verdict.Outcome.UNMEASURED;
    Optional<String> problem = Optional.empty();
    try {
      Map<String, Double> readings = new HashMap<>();
      claim.readings().forEach((name, reading) -> readings.put(name, runs.read(reading)));
      expected = claim.expected().of(readings);
      measured = claim.measured().of(readings);
      outcome =
          claim.tolerance().allows(expected, measured)
              ? Verdict.Outcome.HOLDS
              : Verdict.Outcome.FAILS;
    } catch (ConfigException without) {
      problem = Optional.of(String.join(" ", without.problems()));
    }
    return new Verdict(
        paper,
        claim,
        expected,
        measured,
        outcome,
        problem.orElse(""),
        (System.nanoTime() - begin) * 1e-9);
  }

  private void write(Path root, List<Verdict> verdicts, Map<Paper, PaperRuns> runs) {
    List<String> table = ReproductionTable.lines(verdicts);
    try {
      JsonFile.write(root.resolve("reproduction.txt"), String.join("\n", table) + "\n");
      JsonFile.write(root.resolve("reproduction.json"), ReproductionTable.json(verdicts));
      JsonFile.write(root.resolve("reproduction.md"), ReproductionTable.markdown(verdicts));
      JsonFile.write(root.resolve("reproduction.html"), ReproductionPage.html(verdicts, runs));
    } catch (IOException e) {
      throw new RunLayout(root).cannotWrite(e);
    }
    table.forEach(console::print);
    console.print("");
    console.print("page: " + root.resolve("reproduction.html"));
  }
}

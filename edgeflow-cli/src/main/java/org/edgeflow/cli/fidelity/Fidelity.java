package org.edgeflow.cli.fidelity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import org.edgeflow.cli.checkpoint.RunLock;
import org.edgeflow.cli.config.Assignment;
import org.edgeflow.cli.console.Console;
import org.edgeflow.cli.console.ExitCode;
import org.edgeflow.cli.directory.JsonFile;
import org.edgeflow.cli.directory.RunLayout;
import org.edgeflow.cli.fidelity.standing.Finding;
import org.edgeflow.cli.fidelity.standing.Standing;
import org.edgeflow.cli.fidelity.suite.Suite;
import org.edgeflow.cli.fidelity.table.FidelityFiles;
import org.edgeflow.cli.fidelity.table.FidelityMarkdown;
import org.edgeflow.cli.fidelity.table.FidelityPage;
import org.edgeflow.cli.fidelity.table.FidelityTable;
import org.edgeflow.cli.grid.work.Site;
import org.edgeflow.core.plugin.Registry;
import org.edgeflow.core.settings.ConfigException;

/** The comparison from a suite's name to its tables and its page. */
public final class Fidelity {
  private final Suite suite;
  private final List<Assignment> changes;
  private final Registry registry;
  private final Console console;

  /**
   * A comparison.
   *
   * @param suite the name of a suite that is built in, or a file
   * @param cifar10 the directory of CIFAR-10's binary files, if they are at hand
   * @param problems names of problems; all if empty
   * @param changes made to every config
   * @throws ConfigException if there is no such suite or problem
   */
  public Fidelity(
      String suite,
      Optional<Path> cifar10,
      List<String> problems,
      List<Assignment> changes,
      Registry registry,
      Console console) {
    if (cifar10.isPresent() && !Files.isDirectory(cifar10.get())) {
      throw new ConfigException(
          "--cifar-10 "
              + cifar10.get()
              + ": no such directory, expected CIFAR-10's binary files (data_batch_1.bin …).");
    }
    this.suite = Suite.read(suite, cifar10).only(problems);
    this.changes = List.copyOf(changes);
    this.registry = registry;
    this.console = console;
  }

  /**
   * Runs the suite and writes {@code fidelity.txt}, {@code fidelity.csv}, {@code fidelity.json},
   * {@code fidelity.md} and {@code fidelity.html}.
   *
   * @param root where everything goes
   * @param resume whether runs that are there already are kept and gone on with
   * @param threads of each run, which decide its last digits; empty for those that runs of this
   *     directory have, or else one
   * @param sites where runs of so many threads are carried out
   * @return the exit code: done, interrupted, or the largest of a run that failed
   */
  public int run(
      Path root, boolean resume, boolean quiet, OptionalInt threads, IntFunction<Site> sites) {
    if (!resume) {
      new RunLayout(root).checkFree();
    } else if (!Files.isDirectory(root.resolve("runs")) && !new ThreadsOfRuns(root).known()) {
      throw new ConfigException(
          "nothing to resume: " + root + " holds no runs. Give the --out of the comparison.");
    }
    // Runs without a checkpoint are begun anew, and must not be another process's.
    try (RunLock lock = new RunLayout(root).lock()) {
      SuiteRun run = new SuiteRun(suite, root, changes, registry, console, quiet);
      int share = new ThreadsOfRuns(root).settle(threads);
      try (Site site = sites.apply(share)) {
        return carryOut(run, root, site);
      }
    }
  }

  private int carryOut(SuiteRun run, Path root, Site site) {
    int code = run.advance(site);
    if (code != ExitCode.DONE) {
      console.problem("the comparison goes on with the same options, --out " + root + " --resume");
      return code;
    }
    List<Finding> findings = run.findings();
    List<Standing> standings = Standing.of(findings);
    List<String> table = FidelityTable.lines(suite, standings);
    try {
      FidelityFiles.write(suite, findings, standings, root);
      JsonFile.write(root.resolve("fidelity.txt"), String.join("\n", table) + "\n");
      JsonFile.write(
          root.resolve("fidelity.md"), FidelityMarkdown.text(suite, findings, standings));
      JsonFile.write(root.resolve("fidelity.html"), FidelityPage.html(suite, standings));
    } catch (IOException e) {
      throw new RunLayout(root).cannotWrite(e);
    }
    table.forEach(console::print);
    console.print("");
    console.print("page: " + root.resolve("fidelity.html"));
    return ExitCode.DONE;
  }
}

package org.edgeflow.cli.fidelity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.edgeflow.cli.config.Assignment;
import org.edgeflow.cli.config.YamlWriter;
import org.edgeflow.cli.console.Console;
import org.edgeflow.cli.console.EnvironmentException;
import org.edgeflow.cli.directory.RunLayout;
import org.edgeflow.cli.fidelity.standing.Finding;
import org.edgeflow.cli.fidelity.standing.Yardstick;
import org.edgeflow.cli.fidelity.suite.Problem;
import org.edgeflow.cli.fidelity.suite.Suite;
import org.edgeflow.cli.result.ModelResult;
import org.edgeflow.cli.result.RunSummary;
import org.edgeflow.cli.result.SummaryReader;
import org.edgeflow.cli.run.ExperimentRun;
import org.edgeflow.core.experiment.plan.ExperimentPlan;
import org.edgeflow.core.plugin.Registry;
import org.edgeflow.core.settings.ConfigException;

/**
 * Carries out a suite: every problem with every seed, each in the run directory {@code
 * ROOT/runs/PROBLEM/seed-SEED}. Runs that are finished already are kept, so an interrupted suite
 * goes on where it stopped.
 */
final class SuiteRun {
  private final List<Run> runs;
  private final Registry registry;
  private final Console console;
  private final boolean quiet;

  private record Run(Problem problem, ExperimentPlan plan, RunLayout layout) {}

  /**
   * The runs of a suite, each config read.
   *
   * @param root where their directories go
   * @param changes made to every config
   * @throws ConfigException if a config is wrong
   */
  SuiteRun(
      Suite suite,
      Path root,
      List<Assignment> changes,
      Registry registry,
      Console console,
      boolean quiet) {
    this.runs = runs(suite, root, changes, registry);
    this.registry = registry;
    this.console = console;
    this.quiet = quiet;
  }

  /**
   * Runs what is not finished yet.
   *
   * @return whether everything is finished; otherwise the person stopped it
   * @throws ConfigException if the directory holds runs of other configs
   * @throws EnvironmentException if the disk takes no more
   */
  boolean advance() {
    for (int i = 0; i < runs.size(); i++) {
      Run run = runs.get(i);
      if (isFinished(run)) {
        continue;
      }
      if (!quiet) {
        console.problem(
            "run "
                + (i + 1)
                + " of "
                + runs.size()
                + ": "
                + run.problem().name()
                + ", seed "
                + run.plan().settings().seed());
      }
      ExperimentRun experiment =
          new ExperimentRun(run.plan(), run.layout(), console.silenced(), quiet);
      if (Files.exists(run.layout().checkpoint())) {
        if (!experiment.resume(registry)) {
          return false;
        }
      } else {
        discardUnfinished(run.layout());
        if (!experiment.start()) {
          return false;
        }
      }
    }
    return true;
  }

  /** What the runs found, in the order of the suite. */
  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    for (Run run : runs) {
      String remedy = "Remove " + run.layout().root() + " and go on by --resume.";
      try {
        RunSummary summary = new SummaryReader(remedy).read(run.layout().summary());
        long seed = run.plan().settings().seed();
        String problem = run.problem().name();
        findings.add(new Finding(problem, seed, summary, summary.reference()));
        findings.addAll(Yardstick.of(problem, seed, summary));
        for (ModelResult result : summary.models()) {
          findings.add(new Finding(problem, seed, summary, result));
        }
      } catch (IOException e) {
        throw new ConfigException(
            run.layout().summary() + " cannot be read (" + e.getMessage() + "). " + remedy);
      }
    }
    return findings;
  }

  private static List<Run> runs(
      Suite suite, Path root, List<Assignment> changes, Registry registry) {
    List<Run> runs = new ArrayList<>();
    for (Problem problem : suite.problems()) {
      for (long seed : problem.seeds()) {
        runs.add(
            new Run(
                problem,
                problem.plan(suite, seed, changes, registry),
                new RunLayout(
                    root.resolve("runs").resolve(problem.name()).resolve("seed-" + seed))));
      }
    }
    return runs;
  }

  private boolean isFinished(Run run) {
    if (!Files.exists(run.layout().summary())) {
      return false;
    }
    try {
      if (Files.readString(run.layout().config()).equals(YamlWriter.write(run.plan().resolved()))) {
        return true;
      }
    } catch (IOException e) {
      throw run.layout().cannotWrite(e);
    }
    throw new ConfigException(
        "the finished run "
            + run.layout().root()
            + " has another config than this suite gives it. Choose another --out, or remove it.");
  }

  // A run that was killed before its first checkpoint has nothing to go on from.
  private static void discardUnfinished(RunLayout layout) {
    if (!layout.isRun()) {
      return;
    }
    try (Stream<Path> files = Files.walk(layout.root())) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw layout.cannotWrite(e);
    }
  }
}

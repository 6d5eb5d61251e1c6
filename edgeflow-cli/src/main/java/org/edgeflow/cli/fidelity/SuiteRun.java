package org.edgeflow.cli.fidelity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.edgeflow.cli.config.Assignment;
import org.edgeflow.cli.config.YamlWriter;
import org.edgeflow.cli.console.Console;
import org.edgeflow.cli.console.EnvironmentException;
import org.edgeflow.cli.console.ExitCode;
import org.edgeflow.cli.directory.RunLayout;
import org.edgeflow.cli.fidelity.standing.Finding;
import org.edgeflow.cli.fidelity.standing.Yardstick;
import org.edgeflow.cli.fidelity.suite.Problem;
import org.edgeflow.cli.fidelity.suite.Suite;
import org.edgeflow.cli.grid.work.GridProgress;
import org.edgeflow.cli.grid.work.RunEnd;
import org.edgeflow.cli.grid.work.RunRequest;
import org.edgeflow.cli.grid.work.Site;
import org.edgeflow.cli.grid.work.WorkOrder;
import org.edgeflow.cli.result.ModelResult;
import org.edgeflow.cli.result.RunSummary;
import org.edgeflow.cli.result.SummaryReader;
import org.edgeflow.core.experiment.plan.ExperimentPlan;
import org.edgeflow.core.plugin.Registry;
import org.edgeflow.core.settings.ConfigException;

/**
 * Carries out a suite: every problem with every seed, each in the run directory {@code
 * ROOT/runs/PROBLEM/seed-SEED}, several at a time in processes of their own. Runs that are finished
 * already are kept, and torn ones gone on with, so an interrupted suite goes on where it stopped.
 */
final class SuiteRun {
  private final List<Run> runs;
  private final Path root;
  private final Console console;
  private final boolean quiet;
  private int worst = ExitCode.DONE;

  private record Run(Problem problem, ExperimentPlan plan, RunLayout layout) {
    String name() {
      return problem.name() + ", seed " + plan.settings().seed();
    }

    double work() {
      return problem.seconds().orElse((double) plan.settings().steps());
    }
  }

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
    this.root = root;
    this.console = console;
    this.quiet = quiet;
  }

  /**
   * Runs what is not finished yet.
   *
   * @param site where
   * @return 0 if everything is finished, {@link ExitCode#INTERRUPTED} if the person stopped it, or
   *     the largest exit code of a run that failed
   * @throws ConfigException if the directory holds runs of other configs
   * @throws EnvironmentException if the disk takes no more, or no process can be started
   */
  int advance(Site site) {
    // The longest first: no processor is to wait for a last one that began late.
    List<Integer> pending =
        IntStream.range(0, runs.size())
            .filter(i -> !isFinished(runs.get(i)))
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -runs.get(i).work()))
            .toList();
    if (!quiet) {
      announce(pending, site);
    }
    console
        .stop()
        .attend(
            () ->
                "finished runs are kept, and others from their last checkpoints. Go on with the"
                    + " same options and --resume.");
    GridProgress progress =
        new GridProgress(
            console,
            quiet,
            pending.size(),
            pending.stream().mapToDouble(i -> runs.get(i).work()).sum());
    WorkOrder order = new WorkOrder(this::request, progress, console.stop(), this::note);
    boolean complete = site.executor(order, pending.size()).work(pending);
    progress.close();
    return complete ? worst : ExitCode.INTERRUPTED;
  }

  private void announce(List<Integer> pending, Site site) {
    Duration duration = new Duration();
    pending.forEach(i -> duration.add(runs.get(i).problem().seconds()));
    console.problem(
        pending.size()
            + (pending.size() == 1 ? " run" : " runs")
            + (pending.size() < runs.size()
                ? " (" + (runs.size() - pending.size()) + " more are finished)"
                : "")
            + ", "
            + site.description()
            + ", go to "
            + root);
    if (!pending.isEmpty()) {
      console.problem(duration.text(site.atATime()));
    }
  }

  private RunRequest request(int index) {
    Run run = runs.get(index);
    return new RunRequest(
        run.name(),
        run.layout().root().toAbsolutePath().toString(),
        YamlWriter.write(run.plan().resolved()),
        run.plan().settings().steps(),
        run.work());
  }

  private void note(RunEnd end) {
    String name = runs.get(end.index()).name();
    worst = Math.max(worst, end.code());
    // A line of a console begins with who speaks.
    String words = String.join(" ", end.messages()).replace("edgeflow: ", "");
    if (end.kind() == RunEnd.Kind.ELSEWHERE) {
      worst = Math.max(worst, ExitCode.ENVIRONMENT);
      console.problem(name + " is left to another process, which is at work on it.");
    } else if (end.kind() == RunEnd.Kind.FAILED) {
      console.problem(name + " failed: " + words);
    } else if (!words.isEmpty()) {
      console.problem(name + ": " + words);
    }
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
}

package org.edgeflow.cli.grid;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntFunction;
import org.edgeflow.cli.config.YamlWriter;
import org.edgeflow.cli.console.Console;
import org.edgeflow.cli.console.EnvironmentException;
import org.edgeflow.cli.directory.RunLayout;
import org.edgeflow.cli.grid.plan.GridPlan;
import org.edgeflow.cli.grid.plan.GridPoint;
import org.edgeflow.cli.grid.plan.Shard;
import org.edgeflow.cli.grid.result.GridDirectory;
import org.edgeflow.cli.grid.result.GridFiles;
import org.edgeflow.cli.grid.result.GridRow;
import org.edgeflow.cli.grid.work.FinishedRun;
import org.edgeflow.cli.grid.work.GridProgress;
import org.edgeflow.cli.grid.work.RunEnd;
import org.edgeflow.cli.grid.work.RunRequest;
import org.edgeflow.cli.grid.work.Site;
import org.edgeflow.cli.grid.work.WorkOrder;
import org.edgeflow.core.experiment.plan.ExperimentPlan;
import org.edgeflow.core.experiment.plan.ExperimentReader;
import org.edgeflow.core.plugin.Registry;
import org.edgeflow.core.settings.ConfigException;

/**
 * A grid from its plan to its page. Finished runs are kept, torn ones are gone on with, failed ones
 * are tried again: the same command, given again, always leads to the same end.
 */
public final class Grid {
  /** More would be the same message over and over. */
  private static final int PROBLEMS = 10;

  private final GridPlan plan;
  private final GridDirectory directory;
  private final Registry registry;
  private final Console console;
  private final boolean quiet;

  /**
   * A grid.
   *
   * @param plan as {@link GridDirectory#settle} has it
   * @param quiet whether to show no progress
   */
  public Grid(
      GridPlan plan, GridDirectory directory, Registry registry, Console console, boolean quiet) {
    this.plan = plan;
    this.directory = directory;
    this.registry = registry;
    this.console = console;
    this.quiet = quiet;
  }

  /**
   * How a grid ended.
   *
   * @param complete whether no run is left to do; otherwise the person stopped it
   * @param code 0, or the largest exit code of a run that failed
   */
  public record Outcome(boolean complete, int code) {}

  private record Pending(List<Integer> runs, int kept, double steps) {}

  /**
   * Carries out the runs of a shard.
   *
   * @param sites where runs of so many threads are carried out
   * @throws ConfigException if a run's config is wrong; nothing has been written then
   * @throws EnvironmentException if the disk takes no more, or no process can be started
   */
  public Outcome run(Shard shard, IntFunction<Site> sites) {
    Pending pending = pending(shard);
    try (Site site = sites.apply(plan.threads().orElse(1))) {
      return carryOut(shard, pending, site);
    }
  }

  private Outcome carryOut(Shard shard, Pending pending, Site site) {
    directory.begin(plan);
    announce(shard, site, pending);
    console
        .stop()
        .attend(
            () ->
                "finished runs are kept, and others from their last checkpoints. Go on with the"
                    + " same command.");
    List<RunEnd> ends = new ArrayList<>();
    long start = System.nanoTime();
    GridProgress progress =
        new GridProgress(console, quiet, pending.runs().size(), pending.steps());
    WorkOrder order =
        new WorkOrder(this::request, progress, console.stop(), end -> note(end, ends));
    boolean complete = site.executor(order, pending.runs().size()).work(pending.runs());
    progress.close();
    account(ends, (System.nanoTime() - start) * 1e-9, site);
    if (!complete) {
      console.problem(
          "interrupted; finished runs are kept, and the others have checkpoints. Go on with the"
              + " same command.");
      return new Outcome(false, 0);
    }
    conclude(shard, site);
    return new Outcome(true, ends.stream().mapToInt(RunEnd::code).max().orElse(0));
  }

  private Pending pending(Shard shard) {
    List<Integer> runs = new ArrayList<>();
    Set<String> problems = new LinkedHashSet<>();
    int kept = 0;
    double steps = 0;
    for (int i = shard.number() - 1; i < plan.size(); i += shard.of()) {
      GridPoint point = plan.point(i);
      ExperimentPlan experiment;
      try {
        experiment = ExperimentReader.read(point.config(), registry);
      } catch (ConfigException wrong) {
        problems.addAll(wrong.problems());
        if (problems.size() >= PROBLEMS || runs.isEmpty()) {
          break;
        }
        continue;
      }
      if (isFinished(point, experiment)) {
        kept++;
      } else {
        runs.add(i);
        steps += experiment.settings().steps();
      }
    }
    if (!problems.isEmpty()) {
      throw new ConfigException(List.copyOf(problems));
    }
    return new Pending(runs, kept, steps);
  }

  private boolean isFinished(GridPoint point, ExperimentPlan experiment) {
    RunLayout layout = directory.run(point);
    if (!Files.exists(layout.summary())) {
      return false;
    }
    try {
      if (Files.readString(layout.config()).equals(YamlWriter.write(experiment.resolved()))) {
        return true;
      }
    } catch (IOException e) {
      throw layout.cannotRead(e);
    }
    throw new ConfigException(
        "the finished run "
            + layout.root()
            + " has another config than this grid gives it. Choose another --out, or remove it.");
  }

  private RunRequest request(int index) {
    GridPoint point = plan.point(index);
    ExperimentPlan experiment = ExperimentReader.read(point.config(), registry);
    return new RunRequest(
        point.name(),
        directory.run(point).root().toAbsolutePath().toString(),
        YamlWriter.write(experiment.resolved()),
        experiment.settings().steps(),
        experiment.settings().steps());
  }

  private void announce(Shard shard, Site site, Pending pending) {
    if (quiet) {
      return;
    }
    console.problem(
        String.format(
            Locale.ROOT,
            "%,d runs%s%s, %s, go to %s",
            pending.runs().size(),
            shard.isWhole() ? "" : " of shard " + shard,
            pending.kept() > 0
                ? String.format(Locale.ROOT, " (%,d more are finished)", pending.kept())
                : "",
            site.description(),
            directory.root()));
  }

  private void note(RunEnd end, List<RunEnd> ends) {
    ends.add(end);
    GridPoint point = plan.point(end.index());
    if (end.kind() == RunEnd.Kind.FAILED) {
      directory.fail(point, plain(end.messages()));
      console.problem(point.name() + " failed: " + String.join(" ", plain(end.messages())));
      return;
    }
    if (end.kind() == RunEnd.Kind.ELSEWHERE) {
      console.warning(point.name() + " is left to another process, which is at work on it.");
      return;
    }
    directory.clearFailure(point);
    plain(end.messages()).forEach(message -> console.problem(point.name() + ": " + message));
  }

  // A line of a console begins with who speaks.
  private static List<String> plain(List<String> messages) {
    return messages.stream().map(message -> message.replaceFirst("^edgeflow: ", "")).toList();
  }

  private void account(List<RunEnd> ends, double seconds, Site site) {
    double own = ends.stream().mapToDouble(RunEnd::seconds).sum();
    long done = ends.stream().filter(end -> end.kind() == RunEnd.Kind.FINISHED).count();
    if (done > 0 && !quiet) {
      console.problem(
          String.format(
              Locale.ROOT,
              "%,d runs took %.1f s, %s; their own times add up to %.1f s, so that took %.2f times"
                  + " a perfect share of them",
              done,
              seconds,
              site.description(),
              own,
              seconds * Math.min(done, site.atATime()) / own));
    }
  }

  // A shard knows nothing of the others, except that they are done.
  private void conclude(Shard shard, Site site) {
    List<GridRow> rows = GridRow.all(plan, directory);
    boolean all = rows.stream().allMatch(row -> row.state() == GridRow.State.FINISHED);
    if (shard.isWhole() || all) {
      show(rows);
      site.gather(
              rows.stream()
                  .filter(row -> row.state() == GridRow.State.FINISHED)
                  .map(row -> finished(row.point()))
                  .toList())
          .forEach(console::print);
    } else {
      console.print(
          "shard " + shard + " is done; the page of all: grid --gather " + directory.root());
    }
  }

  private FinishedRun finished(GridPoint point) {
    return new FinishedRun(point.name(), directory.run(point).root(), point.values());
  }

  /** Makes table and page of whatever is finished. */
  public void gather() {
    show(GridRow.all(plan, directory));
  }

  private void show(List<GridRow> rows) {
    GridFiles.write(plan, directory, rows).forEach(console::print);
    console.print("table: " + directory.table());
    console.print("page: " + directory.page());
  }
}

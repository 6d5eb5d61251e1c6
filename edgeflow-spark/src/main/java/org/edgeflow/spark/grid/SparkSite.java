package org.edgeflow.spark.grid;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.edgeflow.cli.grid.work.FinishedRun;
import org.edgeflow.cli.grid.work.RunExecutor;
import org.edgeflow.cli.grid.work.Site;
import org.edgeflow.cli.grid.work.WorkOrder;
import org.edgeflow.spark.session.Master;

/** Spark's executors. */
final class SparkSite implements Site {
  private final SparkSession session;
  private final Master master;
  private final Path root;
  private final Optional<String> results;
  private final int threads;

  SparkSite(SparkSession session, Master master, Path root, Optional<String> results, int threads) {
    this.session = session;
    this.master = master;
    this.root = root;
    this.results = results;
    this.threads = threads;
  }

  @Override
  public String description() {
    return "on spark at "
        + master.url()
        + ", now "
        + atATime()
        + " at a time on "
        + threads
        + (threads == 1 ? " thread each" : " threads each");
  }

  @Override
  public int atATime() {
    return Math.max(1, session.sparkContext().defaultParallelism() / threads);
  }

  @Override
  public RunExecutor executor(WorkOrder order, int runs) {
    return new SparkExecutor(session, new RunTask(root.toString(), results), order);
  }

  @Override
  public List<String> gather(List<FinishedRun> runs) {
    if (runs.isEmpty()) {
      return List.of();
    }
    String base =
        results.orElseGet(() -> RemoteRuns.place(root.toUri().toString())).replaceAll("/+$", "");
    String table = base + "/trajectories.parquet";
    TrajectoryTable.write(session, root, base, runs, table);
    return List.of("trajectories: " + table);
  }

  @Override
  public void close() {
    session.stop();
  }
}

package org.edgeflow.spark.grid;

import java.nio.file.Path;
import org.edgeflow.cli.grid.work.Platform;
import org.edgeflow.cli.grid.work.Site;
import org.edgeflow.spark.session.Master;
import org.edgeflow.spark.session.SparkSessions;

/** {@code --on spark}. */
public final class SparkPlatform implements Platform {

  @Override
  public String name() {
    return "spark";
  }

  @Override
  public Site open(Target target, Path root, int threads) {
    Master master = new Master(target.master().orElse("local[*]"));
    target.results().ifPresent(RemoteRuns::checkForm);
    return new SparkSite(
        SparkSessions.open(master, threads, target.settings()),
        master,
        root.toAbsolutePath(),
        target.results().map(RemoteRuns::place),
        threads);
  }
}

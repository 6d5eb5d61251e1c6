package org.edgeflow.cli.command;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.ServiceLoader;
import org.edgeflow.cli.console.EnvironmentException;
import org.edgeflow.cli.grid.process.ThisMachine;
import org.edgeflow.cli.grid.work.Platform;
import org.edgeflow.cli.grid.work.Site;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.settings.Excerpt;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where many runs are carried out. */
final class SiteOptions {
  private static final int MOST = 1024;
  private static final String SPARK = "spark";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description =
          "How many runs at a time, each in a process of its own; memory is shared out. Default: as"
              + " many as the processors have threads for.")
  private Integer jobs;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "The threads of each run, where its config does not say. They decide the last digits:"
              + " the same number gives the same bytes with any --jobs, shard or machine."
              + " Default: as was begun, or 1.")
  private Integer threads;

  @Option(
      names = "--on",
      paramLabel = "PLATFORM",
      description = "Carries out runs elsewhere: on spark (see docs/cluster.md).")
  private String on;

  @Option(
      names = "--master",
      paramLabel = "URL",
      description = "With --on spark: local[2], spark://HOST:7077, k8s://…; default: local[*].")
  private String master;

  @Option(
      names = "--results",
      paramLabel = "URI",
      description =
          "With --on: the file system that takes run directories, as in hdfs:///grids/valley;"
              + " default: --out, which all machines must see then.")
  private String results;

  @Option(
      names = "--conf",
      paramLabel = "key=value",
      description = "With --on: a setting of the platform's own; may be repeated.")
  private Map<String, String> settings = new LinkedHashMap<>();

  /**
   * The threads of each run that the person asks for.
   *
   * @throws ParameterException if options do not go together, or are no numbers
   */
  OptionalInt threads() {
    check("--jobs", jobs);
    check("--threads", threads);
    if (on != null && jobs != null) {
      throw misused("--jobs is for this machine; with --on, the master says how many at a time");
    }
    if (on == null && (master != null || results != null || !settings.isEmpty())) {
      throw misused("--master, --results and --conf go with --on, as in --on spark");
    }
    return threads == null ? OptionalInt.empty() : OptionalInt.of(threads);
  }

  private void check(String option, Integer number) {
    if (number != null && (number < 1 || number > MOST)) {
      throw misused(option + " " + number + ": expected a number from 1 to " + MOST);
    }
  }

  private ParameterException misused(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /**
   * The site, ready for work.
   *
   * @param root the output directory
   * @param share the threads of each run
   * @throws ConfigException if there is no such platform
   * @throws EnvironmentException if it cannot be reached, or is not built
   */
  Site open(Path root, int share) {
    if (on == null) {
      return jobs == null ? ThisMachine.whole(share) : new ThisMachine(jobs, share);
    }
    Platform.Target target =
        new Platform.Target(Optional.ofNullable(master), Optional.ofNullable(results), settings);
    return platform().open(target, root, share);
  }

  /**
   * Makes sure that the platform is there, before anything is written.
   *
   * @throws ConfigException if there is none of that name
   * @throws EnvironmentException if it is not built
   */
  void check() {
    if (on != null) {
      platform();
    }
  }

  private Platform platform() {
    for (Platform platform : ServiceLoader.load(Platform.class)) {
      if (platform.name().equals(on)) {
        return platform;
      }
    }
    if (!SPARK.equals(on)) {
      throw new ConfigException("--on " + Excerpt.of(on) + ": expected " + SPARK + ".");
    }
    throw new EnvironmentException(
        "--on spark needs the module edgeflow-spark, which no default build downloads (Spark is"
            + " about 150 MB). Build it once in the clone, by ./mvnw -P spark -pl edgeflow-spark"
            + " -am package -DskipTests, and give the same command again.",
        null);
  }
}

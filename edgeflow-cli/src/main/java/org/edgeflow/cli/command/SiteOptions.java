package org.edgeflow.cli.command;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.edgeflow.cli.console.EnvironmentException;
import org.edgeflow.cli.grid.process.ThisMachine;
import org.edgeflow.cli.grid.work.Platform;
import org.edgeflow.cli.grid.work.Site;
import org.edgeflow.core.settings.ConfigException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where many runs are carried out. */
final class SiteOptions {
  private static final int MOST = 1024;

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
      names = "--results",
      paramLabel = "URI",
      description =
          "With --on: the file system that takes run directories, as in hdfs:///grids/valley;"
              + " default: --out, which all machines must see then.")
  private String results;

  @Mixin private PlatformOptions elsewhere;

  private Optional<Platform> platform = Optional.empty();

  /**
   * Looks at the options, before anything is written.
   *
   * @return the threads of each run that the person asks for
   * @throws ParameterException if options do not go together, or are no numbers
   * @throws ConfigException if there is no such platform
   * @throws EnvironmentException if it is not built
   */
  OptionalInt threads() {
    check("--jobs", jobs);
    check("--threads", threads);
    platform = elsewhere.platform();
    if (platform.isPresent() && jobs != null) {
      throw misused("--jobs is for this machine; with --on, the master says how many at a time");
    }
    if (platform.isEmpty() && results != null) {
      throw misused("--results goes with --on, as in --on spark");
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
   * @throws EnvironmentException if it cannot be reached
   */
  Site open(Path root, int share) {
    if (platform.isPresent()) {
      return platform.get().open(elsewhere.target(Optional.ofNullable(results)), root, share);
    }
    return jobs == null ? ThisMachine.whole(share) : new ThisMachine(jobs, share);
  }
}

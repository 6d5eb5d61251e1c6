package org.edgeflow.cli.command;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.edgeflow.cli.console.EnvironmentException;
import org.edgeflow.cli.grid.work.Platform;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.settings.Excerpt;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A platform beyond this machine. */
final class PlatformOptions {
  private static final String SPARK = "spark";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--on",
      paramLabel = "PLATFORM",
      description = "Where to compute instead of here: spark (see docs/cluster.md).")
  private String on;

  @Option(
      names = "--master",
      paramLabel = "URL",
      description = "With --on spark: local[2], spark://HOST:7077, k8s://…; default: local[*].")
  private String master;

  @Option(
      names = "--conf",
      paramLabel = "key=value",
      description = "With --on: a setting of the platform's own; may be repeated.")
  private Map<String, String> settings = new LinkedHashMap<>();

  /**
   * The platform that the person asks for, if any.
   *
   * @throws ParameterException if options do not go together
   * @throws ConfigException if there is no such platform
   * @throws EnvironmentException if it is not built
   */
  Optional<Platform> platform() {
    if (on == null) {
      if (master != null || !settings.isEmpty()) {
        throw new ParameterException(
            spec.commandLine(), "--master and --conf go with --on, as in --on spark");
      }
      return Optional.empty();
    }
    for (Platform platform : ServiceLoader.load(Platform.class)) {
      if (platform.name().equals(on)) {
        return Optional.of(platform);
      }
    }
    if (!SPARK.equals(on)) {
      throw new ConfigException("--on " + Excerpt.of(on) + ": expected " + SPARK + ".");
    }
    throw new EnvironmentException(
        "--on spark needs the module edgeflow-spark, which no default build downloads (Spark is"
            + " about 270 MB). Build it once in the clone, by ./mvnw -P spark -pl edgeflow-spark"
            + " -am package -DskipTests, and give the same command again.",
        null);
  }

  /** Which part of it. */
  Platform.Target target(Optional<String> results) {
    return new Platform.Target(Optional.ofNullable(master), results, settings);
  }
}

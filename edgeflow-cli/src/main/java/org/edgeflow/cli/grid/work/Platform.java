package org.edgeflow.cli.grid.work;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.edgeflow.cli.console.EnvironmentException;
import org.edgeflow.core.settings.ConfigException;

/** Something beyond this machine that carries out runs; found as a service. */
public interface Platform {

  /**
   * Which part of it, and how.
   *
   * @param master its address; empty for the platform's own default
   * @param results where run directories go, as a URI of a file system that all machines see; empty
   *     for their places below the output directory, which all machines must see then
   * @param settings of the platform's own
   */
  record Target(Optional<String> master, Optional<String> results, Map<String, String> settings) {}

  /** As {@code --on} has it. */
  String name();

  /**
   * Gets it ready for work.
   *
   * @param root the output directory
   * @param threads of each run
   * @throws ConfigException if the target is none
   * @throws EnvironmentException if it cannot be reached, or has no room for a run
   */
  Site open(Target target, Path root, int threads);
}

package org.edgeflow.cli.command;

import java.util.List;
import java.util.concurrent.Callable;
import org.edgeflow.cli.console.EnvironmentException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Unmatched;

/**
 * {@code bench}: a line of the help. Benchmarks are a module of their own, which the launcher
 * builds and starts; where this command is reached there was no launcher.
 */
@Command(
    name = "bench",
    description =
        "Runs JMH: bench [REGEX] [JMH options]; bench -l lists, bench -h explains. bench scaling"
            + " --out DIR [--quick]: how the cost of a step grows. bench device KEY=VALUE: a"
            + " backend's ceilings.")
final class BenchCommand implements Callable<Integer> {
  @Parameters(hidden = true)
  private List<String> regexes;

  @Unmatched private List<String> options;

  @Override
  public Integer call() {
    throw new EnvironmentException(
        "benchmarks are started by the launcher of a clone: ./edgeflow bench", null);
  }
}

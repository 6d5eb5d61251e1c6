package org.edgeflow.cli.command;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.edgeflow.cli.console.Console;
import org.edgeflow.cli.console.ExitCode;
import org.edgeflow.cli.directory.RunLayout;
import org.edgeflow.cli.reproduction.Reproduction;
import org.edgeflow.core.plugin.Registry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code reproduce}: claims of papers, run and checked. */
@Command(
    name = "reproduce",
    mixinStandardHelpOptions = true,
    description = "Runs what papers claim, and says which claims hold.")
final class ReproduceCommand implements Callable<Integer> {
  private final Console console;
  private final Supplier<Registry> registry;

  @Parameters(
      paramLabel = "ID",
      arity = "0..*",
      description =
          "arXiv numbers, or files and folders of claims; default: all in examples/reproduce.")
  private List<String> ids = new ArrayList<>();

  @Option(names = "--list", description = "Lists the claims and runs nothing.")
  private boolean list;

  @Option(names = "--brief", description = "Only files of claims that take seconds.")
  private boolean brief;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where runs, tables and the page go; default: runs/reproduction/TIME.")
  private Path out;

  @Option(names = "--quiet", description = "Shows no progress.")
  private boolean quiet;

  ReproduceCommand(Console console, Supplier<Registry> registry) {
    this.console = console;
    this.registry = registry;
  }

  @Override
  public Integer call() {
    Reproduction reproduction = new Reproduction(ids, brief, registry.get(), console);
    if (list) {
      reproduction.listing().forEach(console::print);
      return ExitCode.DONE;
    }
    Path root =
        out != null
            ? out
            : RunLayout.byDefault("reproduction", LocalDateTime.now(ZoneId.systemDefault())).root();
    return reproduction.run(root, quiet) ? ExitCode.DONE : ExitCode.INTERRUPTED;
  }
}

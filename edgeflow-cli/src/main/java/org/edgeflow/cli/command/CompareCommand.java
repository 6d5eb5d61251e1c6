package org.edgeflow.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import org.edgeflow.cli.comparison.Comparison;
import org.edgeflow.cli.comparison.ComparisonPage;
import org.edgeflow.cli.comparison.ComparisonTable;
import org.edgeflow.cli.console.Console;
import org.edgeflow.cli.console.EnvironmentException;
import org.edgeflow.cli.console.ExitCode;
import org.edgeflow.cli.directory.RunLayout;
import org.edgeflow.cli.run.RunReporters;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code compare}: one page over several finished runs. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    description =
        "Compares finished runs of one optimizer, objective and dataset: what differs, what each"
            + " found, one page over all.")
final class CompareCommand implements Callable<Integer> {
  private final Console console;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DIR", arity = "1..*", description = "Run directories, two or more.")
  private List<Path> directories;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where comparison.html goes; default: runs/comparison/TIME.")
  private Path out;

  CompareCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    if (directories.size() < 2) {
      throw new ParameterException(
          spec.commandLine(),
          "one run is nothing to compare, expected two run directories or more");
    }
    RunLayout layout =
        out == null
            ? RunLayout.byDefault("comparison", LocalDateTime.now(ZoneId.systemDefault()))
            : new RunLayout(out);
    layout.checkFree();
    Path page = layout.root().resolve("comparison.html");
    List<String> table;
    try {
      Comparison comparison = Comparison.of(directories);
      table = ComparisonTable.lines(comparison);
      layout.write(page, ComparisonPage.html(comparison));
    } catch (OutOfMemoryError e) {
      throw new EnvironmentException(
          "the comparison could not be made: "
              + RunReporters.outOfMemory()
              + " The runs themselves are complete.",
          e);
    }
    table.forEach(console::print);
    console.print("page: " + page);
    return ExitCode.DONE;
  }
}

package org.edgeflow.cli.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.edgeflow.cli.analysis.PointAnalysis;
import org.edgeflow.cli.console.Console;
import org.edgeflow.cli.console.ExitCode;
import org.edgeflow.cli.console.TextTable;
import org.edgeflow.core.plugin.Registry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code analyse}: every probe at one point of the optimizer's trajectory. */
@Command(
    name = "analyse",
    mixinStandardHelpOptions = true,
    description = "Measures one point of the optimizer's trajectory by every probe.")
final class AnalyseCommand implements Callable<Integer> {
  private final Console console;
  private final Supplier<Registry> registry;

  @Parameters(paramLabel = "RUN|CONFIG", description = "The directory of a run, or a config.")
  private Path path;

  @Option(
      names = "--at",
      paramLabel = "STEP",
      defaultValue = "0",
      description = "The iteration looked at; default: the start.")
  private long step;

  @Option(
      names = "--probe",
      paramLabel = "NAME",
      description = "Only this probe; may be repeated. Default: all that need no settings.")
  private List<String> probes = new ArrayList<>();

  AnalyseCommand(Console console, Supplier<Registry> registry) {
    this.console = console;
    this.registry = registry;
  }

  @Override
  public Integer call() {
    TextTable table = new TextTable("column", "value").alignRight(1);
    new PointAnalysis(path, step, probes, registry.get())
        .measure()
        .forEach(
            (column, value) ->
                table.row(column, Double.isNaN(value) ? "-" : Double.toString(value)));
    table.lines(0, console.width()).forEach(console::print);
    return ExitCode.DONE;
  }
}

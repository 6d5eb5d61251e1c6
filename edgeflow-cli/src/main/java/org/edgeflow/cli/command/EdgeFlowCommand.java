package org.edgeflow.cli.command;

import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.edgeflow.cli.command.information.DescribeCommand;
import org.edgeflow.cli.command.information.DoctorCommand;
import org.edgeflow.cli.command.information.ListCommand;
import org.edgeflow.cli.command.information.SchemaCommand;
import org.edgeflow.cli.console.Console;
import org.edgeflow.cli.console.ExitCode;
import org.edgeflow.cli.console.Version;
import org.edgeflow.core.plugin.Registry;
import org.edgeflow.core.settings.Excerpt;
import org.edgeflow.core.settings.PathEncoding;
import org.edgeflow.core.settings.Spelling;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** {@code edgeflow}: the commands together. */
@Command(
    name = "edgeflow",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Edge Flow beside gradient descent and its rivals, on real networks.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Begin with:  ./edgeflow run examples/sharp-valley.yaml",
      "Exit codes: 0 done, 2 bad input, 3 the environment cannot do it, 130 interrupted."
    })
public final class EdgeFlowCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Option(
      names = {"-v", "--verbose"},
      scope = CommandLine.ScopeType.INHERIT,
      description = "Log more to stderr; show where errors come from.")
  private boolean verbose;

  private EdgeFlowCommand() {}

  /**
   * Runs a command line.
   *
   * @param registry what is plugged in; loaded when a command needs it
   * @return the exit code
   */
  public static int execute(Console console, Supplier<Registry> registry, String... arguments) {
    EdgeFlowCommand top = new EdgeFlowCommand();
    Failures failures = new Failures(console);
    CommandLine commands =
        new CommandLine(top)
            .addSubcommand(new RunCommand(console, registry))
            .addSubcommand(new ListCommand(console, registry))
            .addSubcommand(new DescribeCommand(console, registry))
            .addSubcommand(new SchemaCommand(console, registry))
            .addSubcommand(new ReportCommand(console, registry))
            .addSubcommand(new CompareCommand(console))
            .addSubcommand(new FidelityCommand(console, registry))
            .addSubcommand(new GridCommand(console, registry))
            .addSubcommand(new GridWorkerCommand(console, registry))
            .addSubcommand(new AnalyseCommand(console, registry))
            .addSubcommand(new ReproduceCommand(console, registry))
            .addSubcommand(new DoctorCommand(console, registry))
            .addSubcommand(new BenchCommand())
            .setOut(console.out())
            .setErr(console.err())
            .setUsageHelpAutoWidth(false)
            .setUsageHelpWidth(Math.max(80, Math.min(console.width(), 120)))
            .setParameterExceptionHandler(
                (e, given) ->
                    e.getCause() instanceof InvalidPathException path
                        ? failures.report(path, top.verbose)
                        : misused(console, e))
            .setExecutionExceptionHandler((e, at, parsed) -> failures.report(e, top.verbose));
    if (Arrays.stream(arguments).anyMatch(argument -> argument.indexOf('\uFFFD') >= 0)) {
      console.problem("an argument holds characters that did not arrive: " + PathEncoding.advice());
      return ExitCode.ENVIRONMENT;
    }
    int exitCode;
    try {
      exitCode = commands.execute(arguments);
    } catch (Error e) {
      exitCode = failures.report(e, top.verbose);
    }
    if (console.out().checkError()) {
      console.problem(
          "standard output takes no more (is the disk full?), and what was to be printed is lost;"
              + " files that the command wrote are complete.");
      return exitCode == ExitCode.DONE ? ExitCode.ENVIRONMENT : exitCode;
    }
    return exitCode;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  private static int misused(Console console, ParameterException e) {
    CommandLine at = e.getCommandLine();
    String message = e.getMessage().replaceAll("[.\\s]+$", "");
    String hint = "";
    if (e instanceof UnmatchedArgumentException unmatched && !unmatched.getUnmatched().isEmpty()) {
      String word = unmatched.getUnmatched().get(0);
      List<String> known = new ArrayList<>();
      if (word.startsWith("-")) {
        at.getCommandSpec().options().forEach(option -> known.addAll(List.of(option.names())));
        message = "unknown option '" + Excerpt.of(word) + "'";
      } else if (!at.getSubcommands().isEmpty()) {
        known.addAll(at.getSubcommands().keySet());
        message = "unknown command '" + Excerpt.of(word) + "'";
      } else {
        message = "unexpected argument '" + Excerpt.of(word) + "'";
      }
      hint = Spelling.hint(word, known);
    }
    console.problem(
        message
            + "."
            + hint
            + " See: "
            + console.command()
            + at.getCommandSpec().qualifiedName(" ").substring("edgeflow".length())
            + " --help");
    return ExitCode.BAD_INPUT;
  }
}

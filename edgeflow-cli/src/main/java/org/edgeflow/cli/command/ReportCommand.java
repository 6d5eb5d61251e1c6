package org.edgeflow.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.edgeflow.cli.checkpoint.RunLock;
import org.edgeflow.cli.config.ConfigFile;
import org.edgeflow.cli.console.Console;
import org.edgeflow.cli.console.ExitCode;
import org.edgeflow.cli.directory.RunLayout;
import org.edgeflow.cli.result.RunDirectoryReader;
import org.edgeflow.cli.run.RunReporters;
import org.edgeflow.core.experiment.plan.ExperimentPlan;
import org.edgeflow.core.experiment.plan.ExperimentReader;
import org.edgeflow.core.plugin.Registry;
import org.edgeflow.core.settings.Node;
import org.edgeflow.core.settings.Origin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code report}: the pages and pictures of a finished run, made again. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = "Makes the pages and pictures of a finished run again.")
final class ReportCommand implements Callable<Integer> {
  private final Console console;
  private final Supplier<Registry> registry;

  @Parameters(paramLabel = "DIR", description = "A run directory.")
  private Path directory;

  @Option(
      names = "--reports",
      split = ",",
      paramLabel = "TYPE",
      description =
          "Makes these, with their defaults, in place of those that the run's config lists: pdf,npz.")
  private List<String> types = List.of();

  ReportCommand(Console console, Supplier<Registry> registry) {
    this.console = console;
    this.registry = registry;
  }

  @Override
  public Integer call() {
    RunLayout layout = new RunLayout(directory);
    try {
      // What is damaged is said once, and not by every reporter.
      new RunDirectoryReader().read(directory);
    } catch (IOException e) {
      throw layout.cannotRead(e);
    }
    ExperimentPlan plan = ExperimentReader.read(config(layout), registry.get());
    List<String> failures;
    try (RunLock lock = layout.lock()) {
      failures = RunReporters.run(plan.reporters(), directory);
    }
    failures.forEach(console::problem);
    if (failures.isEmpty() && !types.isEmpty()) {
      console.print(String.join(", ", types) + ": in " + directory);
    } else if (failures.isEmpty() && Files.exists(layout.page())) {
      console.print("report: " + layout.page());
    }
    return failures.isEmpty() ? ExitCode.DONE : ExitCode.ENVIRONMENT;
  }

  private Node.Mapping config(RunLayout layout) {
    Node.Mapping config = ConfigFile.read(layout.config());
    if (types.isEmpty()) {
      return config;
    }
    Origin asked = new Origin("--reports", 0, directory);
    Map<String, Node> entries = new LinkedHashMap<>(config.entries());
    entries.put(
        "reports",
        new Node.Sequence(
            types.stream().<Node>map(type -> new Node.Scalar(type, true, asked)).toList(), asked));
    return new Node.Mapping(entries, config.origin());
  }
}

package org.edgeflow.cli.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.edgeflow.cli.config.Assignment;
import org.edgeflow.cli.config.ConfigFile;
import org.edgeflow.cli.console.Console;
import org.edgeflow.cli.console.ExitCode;
import org.edgeflow.cli.console.ShellWord;
import org.edgeflow.cli.grid.Grid;
import org.edgeflow.cli.grid.plan.GridPlan;
import org.edgeflow.cli.grid.plan.Shard;
import org.edgeflow.cli.grid.result.GridDirectory;
import org.edgeflow.core.plugin.Registry;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.settings.Node;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code grid}: every combination of a config's section {@code grid}. */
@Command(
    name = "grid",
    mixinStandardHelpOptions = true,
    description =
        "Runs every combination of the values in a config's section 'grid', several at a time, and"
            + " shows medians and ranges over the seeds. Given again, it keeps what is finished and"
            + " goes on with the rest.")
final class GridCommand implements Callable<Integer> {
  private final Console console;
  private final Supplier<Registry> registry;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "CONFIG",
      arity = "0..1",
      description = "A config in YAML with a section 'grid', as in grid: {seed: [1..10]}.")
  private Path config;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where the runs, grid.csv and comparison.html go.")
  private Path out;

  @Mixin private SiteOptions site;

  @Option(
      names = "--shard",
      paramLabel = "i/n",
      description = "Only the i-th of n parts, for array jobs; any part, at any time, again.")
  private String shard;

  @Option(
      names = "--gather",
      paramLabel = "DIR",
      arity = "0..1",
      fallbackValue = "",
      description = "Runs nothing: table and page of whatever is finished in DIR.")
  private String gather;

  @Option(
      names = "--set",
      paramLabel = "path=value",
      description = "Changes the config of every run; may be repeated.")
  private List<String> changes = new ArrayList<>();

  @Option(names = "--yes", description = "Runs a grid of more than 10,000 runs.")
  private boolean yes;

  @Option(names = "--quiet", description = "Shows no progress.")
  private boolean quiet;

  GridCommand(Console console, Supplier<Registry> registry) {
    this.console = console;
    this.registry = registry;
  }

  @Override
  public Integer call() {
    if (gather != null) {
      return gather();
    }
    if (config == null) {
      throw misused("the config is missing: grid CONFIG --out DIR, or grid --gather DIR");
    }
    if (out == null) {
      throw misused("--out is missing: a grid needs a directory that it can be resumed in");
    }
    OptionalInt threads = site.threads();
    Shard part = shard == null ? Shard.WHOLE : Shard.parse(shard);
    Node.Mapping tree = ConfigFile.read(config);
    Path here = Path.of("").toAbsolutePath();
    for (String change : changes) {
      tree = Assignment.parse(change, here).applyTo(tree);
    }
    GridPlan plan = GridPlan.read(tree, yes);
    GridDirectory directory = new GridDirectory(out);
    plan = directory.settle(threads.isEmpty() ? plan : plan.on(threads.getAsInt()));
    Grid grid = new Grid(plan, directory, registry.get(), console, quiet);
    Grid.Outcome outcome = grid.run(part, share -> site.open(out, share));
    return outcome.complete() ? outcome.code() : ExitCode.INTERRUPTED;
  }

  private int gather() {
    Path root = gather.isEmpty() ? out : Path.of(gather);
    if (root == null) {
      throw misused("--gather needs the directory of a grid, as in grid --gather DIR");
    }
    GridDirectory directory = new GridDirectory(root);
    if (!Files.isRegularFile(directory.plan())) {
      throw new ConfigException(
          "nothing to gather: "
              + root
              + (Files.isDirectory(root)
                  ? " is no directory of a grid (it has no grid.yaml)."
                  : " is no directory.")
              + " Give the --out of a grid.");
    }
    GridPlan plan = GridPlan.read(ConfigFile.read(directory.plan()), true);
    new Grid(plan, directory, registry.get(), console, quiet).gather();
    return ExitCode.DONE;
  }

  private ParameterException misused(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /**
   * Makes sure that a config for a single run is none of a grid.
   *
   * @throws ConfigException if it is; the message says what to do
   */
  static void refuse(Node.Mapping config, String command, Path file) {
    Node section = config.entries().get(GridPlan.KEY);
    if (section != null) {
      int size = GridPlan.read(config, true).size();
      throw new ConfigException(
          section.origin()
              + ": this config is a grid of "
              + size
              + (size == 1 ? " run" : " runs")
              + ". Run them all by: "
              + ShellWord.of(command)
              + " grid "
              + ShellWord.of(file.toString())
              + " --out DIR; or remove the section 'grid' and give a value to each of its keys.");
    }
  }
}

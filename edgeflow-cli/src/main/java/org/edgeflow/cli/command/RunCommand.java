package org.edgeflow.cli.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Stack;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.edgeflow.cli.config.Assignment;
import org.edgeflow.cli.config.ConfigFile;
import org.edgeflow.cli.console.Console;
import org.edgeflow.cli.console.ExitCode;
import org.edgeflow.cli.directory.RunLayout;
import org.edgeflow.cli.grid.work.Platform;
import org.edgeflow.cli.grid.work.Site;
import org.edgeflow.cli.run.ExperimentRun;
import org.edgeflow.core.experiment.plan.ExperimentPlan;
import org.edgeflow.core.experiment.plan.ExperimentReader;
import org.edgeflow.core.plugin.Registry;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.settings.Node;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code run}: a config carried out. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = "Runs gradient descent and every model of a config side by side.")
final class RunCommand implements Callable<Integer> {
  private static final int ONE_THREAD_EACH = 1;

  private final Console console;
  private final Supplier<Registry> registry;

  @Parameters(
      paramLabel = "CONFIG",
      description = "A config in YAML; with --resume also a run directory.")
  private Path config;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The run directory; default: runs/EXPERIMENT/TIME.")
  private Path out;

  @Option(
      names = "--set",
      paramLabel = "path=value",
      description = "Changes the config, as in models[0].curvature=chord; may be repeated.")
  private List<String> changes = new ArrayList<>();

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      description = "Short for --set backend=NAME; see `list backend`.")
  private String backend;

  @Option(names = "--steps", paramLabel = "N", description = "Short for --set steps=N.")
  private String steps;

  @Mixin private PlatformOptions elsewhere;

  @Option(names = "--resume", description = "Goes on with an interrupted run.")
  private boolean resume;

  @Option(names = "--quiet", description = "Shows no progress.")
  private boolean quiet;

  @Option(
      names = "--live",
      paramLabel = "PORT",
      arity = "0..1",
      fallbackValue = "0",
      preprocessor = OptionalPort.class,
      description =
          "Serves the growing page to browsers of this machine, at a free port or the one given.")
  private Integer live;

  RunCommand(Console console, Supplier<Registry> registry) {
    this.console = console;
    this.registry = registry;
  }

  @Override
  public Integer call() {
    Node.Mapping tree = ConfigFile.read(configFile());
    Path here = Path.of("").toAbsolutePath();
    List<Assignment> assignments = new ArrayList<>();
    for (String change : changes) {
      assignments.add(Assignment.parse(change, here));
    }
    if (backend != null) {
      assignments.add(Assignment.of("--backend", "backend", backend, here));
    }
    if (steps != null) {
      assignments.add(Assignment.of("--steps", "steps", steps, here));
    }
    for (Assignment assignment : assignments) {
      tree = assignment.applyTo(tree);
    }
    GridCommand.refuse(tree, console.command(), config);
    Optional<Platform> platform = elsewhere.platform();
    ExperimentPlan plan = ExperimentReader.read(tree, registry.get());
    if (platform.isEmpty()) {
      return carryOut(plan);
    }
    // The run itself is here; what its objective lies on is there.
    try (Site site =
        platform.get().open(elsewhere.target(Optional.empty()), here, ONE_THREAD_EACH)) {
      return carryOut(plan);
    }
  }

  private int carryOut(ExperimentPlan plan) {
    boolean finished =
        resume ? run(plan, toResume()).resume(registry.get()) : run(plan, fresh(plan)).start();
    return finished ? ExitCode.DONE : ExitCode.INTERRUPTED;
  }

  private ExperimentRun run(ExperimentPlan plan, RunLayout layout) {
    if (live != null && (live < 0 || live > 65_535)) {
      throw new ConfigException(
          "--live: " + live + " is no port, expected a number from 1 to 65535, or none.");
    }
    OptionalInt port = live == null ? OptionalInt.empty() : OptionalInt.of(live);
    return new ExperimentRun(plan, layout, console, quiet, port);
  }

  /** Takes a number for the port, and leaves the config that follows {@code --live} alone. */
  static final class OptionalPort implements CommandLine.IParameterPreprocessor {
    @Override
    public boolean preprocess(
        Stack<String> rest, CommandSpec command, ArgSpec option, Map<String, Object> info) {
      boolean attached = "=".equals(info.get("separator"));
      if (!attached && (rest.isEmpty() || !rest.peek().matches("\\d+"))) {
        rest.push("0");
      }
      return false;
    }
  }

  private Path configFile() {
    RunLayout given = new RunLayout(config);
    if (!Files.isDirectory(config)) {
      return config;
    }
    if (resume && !given.isRun()) {
      throw new ConfigException(
          "nothing to resume: "
              + config
              + " is no run directory (it has no config.yaml and trajectories/).");
    }
    if (!resume && given.isRun()) {
      throw new ConfigException(
          config
              + " is a run directory: go on with it by --resume, or repeat it by running "
              + given.config()
              + ".");
    }
    return resume ? given.config() : config;
  }

  private RunLayout fresh(ExperimentPlan plan) {
    return out == null
        ? RunLayout.byDefault(
            plan.settings().experiment(), LocalDateTime.now(ZoneId.systemDefault()))
        : new RunLayout(out);
  }

  private RunLayout toResume() {
    if (Files.isDirectory(config)) {
      if (out != null
          && !out.toAbsolutePath().normalize().equals(config.toAbsolutePath().normalize())) {
        throw new ConfigException(
            "--resume goes on in the run directory itself: leave --out out, or make it "
                + config
                + ".");
      }
      return new RunLayout(config);
    }
    if (out != null) {
      return new RunLayout(out);
    }
    Path parent = config.toAbsolutePath().normalize().getParent();
    RunLayout beside = new RunLayout(config.getParent() == null ? parent : config.getParent());
    if (config.getFileName().toString().equals("config.yaml") && beside.isRun()) {
      return beside;
    }
    throw new ConfigException(
        "nothing to resume: name the run directory, as in run "
            + config
            + " --out DIR --resume or run DIR --resume.");
  }
}

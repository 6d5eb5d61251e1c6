package org.edgeflow.cli.command;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.edgeflow.cli.config.Assignment;
import org.edgeflow.cli.console.Console;
import org.edgeflow.cli.directory.RunLayout;
import org.edgeflow.cli.fidelity.Fidelity;
import org.edgeflow.core.plugin.Registry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fidelity}: all models on the standard problems. */
@Command(
    name = "fidelity",
    mixinStandardHelpOptions = true,
    description =
        "Compares how faithfully all models follow gradient descent on standard problems.")
final class FidelityCommand implements Callable<Integer> {
  private final Console console;
  private final Supplier<Registry> registry;

  @Option(
      names = "--suite",
      paramLabel = "NAME",
      defaultValue = "quick",
      description =
          "quick (minutes), full (days), onset (when the edge begins), optimizers (one problem"
              + " each), or a file in the same format.")
  private String suite;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where runs and tables go; default: runs/fidelity-SUITE/TIME.")
  private Path out;

  @Option(
      names = "--problem",
      paramLabel = "NAME",
      description = "Only this problem of the suite; may be repeated.")
  private List<String> problems = new ArrayList<>();

  @Option(
      names = "--cifar-10",
      paramLabel = "DIR",
      description = "CIFAR-10's binary files; without them Fashion-MNIST takes their place.")
  private Path cifar10;

  @Option(
      names = "--set",
      paramLabel = "path=value",
      description = "Changes the config of every problem, as in dtype=float32; may be repeated.")
  private List<String> changes = new ArrayList<>();

  @Option(names = "--backend", paramLabel = "NAME", description = "Short for --set backend=NAME.")
  private String backend;

  @Mixin private SiteOptions site;

  @Option(names = "--resume", description = "Goes on with an interrupted comparison in --out.")
  private boolean resume;

  @Option(names = "--quiet", description = "Shows no progress.")
  private boolean quiet;

  FidelityCommand(Console console, Supplier<Registry> registry) {
    this.console = console;
    this.registry = registry;
  }

  @Override
  public Integer call() {
    OptionalInt threads = site.threads();
    Path here = Path.of("").toAbsolutePath();
    List<Assignment> assignments = new ArrayList<>();
    for (String change : changes) {
      assignments.add(Assignment.parse(change, here));
    }
    if (backend != null) {
      assignments.add(Assignment.of("--backend", "backend", backend, here));
    }
    Fidelity fidelity =
        new Fidelity(
            suite, Optional.ofNullable(cifar10), problems, assignments, registry.get(), console);
    Path root =
        out != null
            ? out
            : RunLayout.byDefault("fidelity-" + suite, LocalDateTime.now(ZoneId.systemDefault()))
                .root();
    return fidelity.run(root, resume, quiet, threads, share -> site.open(root, share));
  }
}

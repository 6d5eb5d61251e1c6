package org.edgeflow.cli.command.information;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.edgeflow.cli.console.Console;
import org.edgeflow.cli.console.ExitCode;
import org.edgeflow.cli.console.TextTable;
import org.edgeflow.cli.console.Version;
import org.edgeflow.cli.directory.Machine;
import org.edgeflow.core.plugin.Kind;
import org.edgeflow.core.plugin.Registry;
import org.edgeflow.core.tensor.BackendFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code doctor}: what this machine can do, and what would help where it cannot. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = "Says what this machine can run, and what to do where it cannot.")
public final class DoctorCommand implements Callable<Integer> {
  private final Console console;
  private final Supplier<Registry> registry;

  @Option(
      names = "--no-checks",
      description = "Do not look at each usable backend at work, which takes about ten seconds.")
  private boolean withoutChecks;

  public DoctorCommand(Console console, Supplier<Registry> registry) {
    this.console = console;
    this.registry = registry;
  }

  @Override
  public Integer call() {
    TextTable machine = new TextTable("machine", "");
    machine.row("  EdgeFlow", new Version().getVersion()[0]);
    machine.row(
        "  JDK",
        Runtime.version()
            + ", "
            + System.getProperty("java.vm.name")
            + ", "
            + System.getProperty("java.vendor"));
    machine.row(
        "  system",
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + ", "
            + System.getProperty("os.arch"));
    machine.row("  processor", Machine.processor());
    machine.row("  features", orElse(Machine.features(), "not told by the system"));
    machine.row("  cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
    machine.row("  memory", memory());
    machine.row("  vector API", vectorApi());
    machine.row(
        "  GPU", orElse(Machine.gpus(), "none found (nvidia-smi lists none or is not installed)"));
    machine.lines(0, console.width()).forEach(console::print);

    TextTable backends = new TextTable("backend", "", "");
    SortedMap<String, BackendFactory<?>> parts = registry.get().parts(Kind.BACKEND);
    for (Map.Entry<String, BackendFactory<?>> part : parts.entrySet()) {
      BackendFactory.Availability found = part.getValue().availability();
      backends.row("  " + part.getKey(), found.usable() ? "usable" : "not usable", found.detail());
    }
    backends.lines(0, console.width()).forEach(console::print);
    if (!withoutChecks) {
      BackendChecks.table(parts).lines(0, console.width()).forEach(console::print);
      advice(parts).lines(0, console.width()).forEach(console::print);
    }
    return ExitCode.DONE;
  }

  private static TextTable advice(SortedMap<String, BackendFactory<?>> parts) {
    TextTable advice = new TextTable("speed", "");
    parts.forEach(
        (name, factory) -> {
          if (factory.availability().usable()) {
            factory.advice().forEach(sentence -> advice.row("  " + name, sentence));
          }
        });
    return advice;
  }

  private static String orElse(List<String> words, String otherwise) {
    return words.isEmpty()
        ? otherwise
        : String.join(words.get(0).contains(",") ? "; " : " ", words);
  }

  private static String memory() {
    long physical = Machine.memory();
    return String.format(
        Locale.ROOT,
        "the heap may grow to %.1f GB%s",
        Runtime.getRuntime().maxMemory() / 1e9,
        physical == 0 ? "" : String.format(Locale.ROOT, " of %.1f GB", physical / 1e9));
  }

  private static String vectorApi() {
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()) {
      return "loaded";
    }
    return "not loaded: this JDK lacks jdk.incubator.vector, or the launcher ./edgeflow was not"
        + " used";
  }
}

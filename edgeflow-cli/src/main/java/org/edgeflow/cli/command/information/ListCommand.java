package org.edgeflow.cli.command.information;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.edgeflow.cli.console.Console;
import org.edgeflow.cli.console.ExitCode;
import org.edgeflow.cli.console.TextTable;
import org.edgeflow.core.plugin.Kind;
import org.edgeflow.core.plugin.Registry;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.settings.Excerpt;
import org.edgeflow.core.settings.Factory;
import org.edgeflow.core.settings.Spelling;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code list}: what is plugged in. */
@Command(name = "list", mixinStandardHelpOptions = true, description = "Lists what is plugged in.")
public final class ListCommand implements Callable<Integer> {
  private final Console console;
  private final Supplier<Registry> registry;

  @Parameters(
      arity = "0..1",
      paramLabel = "KIND",
      description = "flow, solver, objective, dataset, optimizer, backend, probe or reporter.")
  private String kind;

  public ListCommand(Console console, Supplier<Registry> registry) {
    this.console = console;
    this.registry = registry;
  }

  @Override
  public Integer call() {
    List<Kind<?>> kinds = kind == null ? Kind.all() : List.of(named(kind));
    for (Kind<?> each : kinds) {
      Map<String, ? extends Factory<?, ?>> parts = registry.get().parts(each);
      TextTable table = new TextTable(each.label(), parts.isEmpty() ? "(none)" : "");
      parts.forEach((name, factory) -> table.row("  " + name, factory.description().summary()));
      table.lines(0, console.width()).forEach(console::print);
    }
    if (kind == null) {
      console.print("");
      console.print("Settings of one: " + console.command() + " describe NAME");
    }
    return ExitCode.DONE;
  }

  private static Kind<?> named(String word) {
    List<String> labels = Kind.all().stream().<String>map(Kind::label).toList();
    for (Kind<?> each : Kind.all()) {
      if (word.equals(each.label()) || word.equals(each.label() + "s")) {
        return each;
      }
    }
    throw new ConfigException(
        "unknown kind '"
            + Excerpt.of(word)
            + "'."
            + Spelling.hint(word, labels)
            + " Kinds: "
            + String.join(", ", labels)
            + ".");
  }
}

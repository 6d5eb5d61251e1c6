package org.edgeflow.cli.command.information;

import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.edgeflow.cli.console.Console;
import org.edgeflow.cli.console.ExitCode;
import org.edgeflow.cli.reference.ConfigSchema;
import org.edgeflow.core.plugin.Registry;
import picocli.CommandLine.Command;

/** {@code schema}: what an editor needs to complete and check a config. */
@Command(
    name = "schema",
    mixinStandardHelpOptions = true,
    description = {
      "Prints the JSON Schema of a config, for editors.",
      "A config names it in its first line:  # yaml-language-server: $schema=FILE"
    })
public final class SchemaCommand implements Callable<Integer> {
  private final Console console;
  private final Supplier<Registry> registry;

  public SchemaCommand(Console console, Supplier<Registry> registry) {
    this.console = console;
    this.registry = registry;
  }

  @Override
  public Integer call() {
    console.out().print(ConfigSchema.of(registry.get()));
    return ExitCode.DONE;
  }
}

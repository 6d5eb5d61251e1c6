package org.edgeflow.cli.command;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.edgeflow.cli.console.Console;
import org.edgeflow.cli.console.ExitCode;
import org.edgeflow.cli.grid.process.Worker;
import org.edgeflow.core.plugin.Registry;
import picocli.CommandLine.Command;

/** {@code grid-worker}: what {@code grid} starts, and nobody types. */
@Command(
    name = "grid-worker",
    hidden = true,
    description = "Carries out the runs of a grid that its standard input names.")
final class GridWorkerCommand implements Callable<Integer> {
  private final Console console;
  private final Supplier<Registry> registry;

  GridWorkerCommand(Console console, Supplier<Registry> registry) {
    this.console = console;
    this.registry = registry;
  }

  @Override
  public Integer call() throws InterruptedException {
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
    // What libraries print is no message to the parent.
    System.setOut(System.err);
    new Worker(
            console,
            registry.get(),
            (failure, silent) -> new Failures(silent).report(failure, false),
            out)
        .serve(System.in);
    return ExitCode.DONE;
  }
}

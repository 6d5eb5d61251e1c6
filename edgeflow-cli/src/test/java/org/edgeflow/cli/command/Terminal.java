package org.edgeflow.cli.command;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Optional;
import org.edgeflow.cli.console.Console;
import org.edgeflow.cli.console.StopRequest;
import org.edgeflow.core.plugin.Registry;

/** The program run in this JVM with everything that is plugged in, its streams kept. */
final class Terminal {
  private static final Registry REGISTRY = Registry.load();

  private final Optional<Path> home;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  /** Of a program that stands in no clone. */
  Terminal() {
    this(Optional.empty());
  }

  /** Of a program that stands in a clone. */
  Terminal(Optional<Path> home) {
    this.home = home;
  }

  /** Runs a command line to its exit code. */
  int run(String... arguments) {
    return runUntil(() -> false, arguments);
  }

  /** Runs a command line while somebody may ask it to stop. */
  int runUntil(StopRequest stop, String... arguments) {
    return run(REGISTRY, stop, arguments);
  }

  int run(Registry registry, StopRequest stop, String... arguments) {
    Console console =
        new Console(
            new PrintWriter(out), new PrintWriter(err), false, 100, "./edgeflow", home, stop);
    int exitCode = EdgeFlowCommand.execute(console, () -> registry, arguments);
    console.out().flush();
    console.err().flush();
    return exitCode;
  }

  String out() {
    return out.toString();
  }

  String err() {
    return err.toString();
  }

  /** A person asks to stop after so many steps. */
  static StopRequest after(int steps) {
    int[] left = {steps};
    return () -> --left[0] <= 0;
  }
}

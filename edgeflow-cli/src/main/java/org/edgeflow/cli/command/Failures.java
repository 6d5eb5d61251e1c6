package org.edgeflow.cli.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.edgeflow.cli.console.Console;
import org.edgeflow.cli.console.EnvironmentException;
import org.edgeflow.cli.console.ExitCode;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.settings.Excerpt;
import org.edgeflow.core.settings.PathEncoding;
import org.edgeflow.core.tensor.BackendUnavailableException;

/** Turns whatever a command threw into messages for a person, and an exit code. */
public final class Failures {
  private final Console console;

  /** Messages go to a console. */
  public Failures(Console console) {
    this.console = console;
  }

  /**
   * Says what happened.
   *
   * @param verbose whether to show where in the program
   * @return the exit code
   */
  public int report(Throwable failure, boolean verbose) {
    if (failure instanceof ConfigException bad) {
      bad.problems().forEach(console::problem);
      return shown(failure, verbose, ExitCode.BAD_INPUT);
    }
    if (failure instanceof InvalidPathException path) {
      boolean encoding = PathEncoding.refused(path);
      console.problem(
          "the path '"
              + Excerpt.of(path.getInput())
              + "' is none: "
              + (encoding ? PathEncoding.advice() : path.getReason() + "."));
      return shown(failure, verbose, encoding ? ExitCode.ENVIRONMENT : ExitCode.BAD_INPUT);
    }
    if (failure instanceof BackendUnavailableException || failure instanceof EnvironmentException) {
      console.problem(failure.getMessage());
      return shown(failure, verbose, ExitCode.ENVIRONMENT);
    }
    if (failure instanceof OutOfMemoryError) {
      console.problem(
          "out of memory: "
              + failure.getMessage()
              + ". The heap may grow to "
              + (Runtime.getRuntime().maxMemory() >> 20)
              + " MB; allow more with EDGEFLOW_JAVA_OPTS=-Xmx8g.");
      return shown(failure, verbose, ExitCode.ENVIRONMENT);
    }
    console.problem(
        "this is a bug in EdgeFlow, please report it: "
            + failure
            + (verbose ? "" : ". " + whereTheTraceIs(failure)));
    return shown(failure, verbose, ExitCode.BUG);
  }

  private int shown(Throwable failure, boolean verbose, int exitCode) {
    if (verbose) {
      console.err().print(trace(failure));
      console.err().flush();
    }
    return exitCode;
  }

  private static String whereTheTraceIs(Throwable failure) {
    try {
      Path log = Files.createTempFile("edgeflow-", ".log");
      Files.writeString(log, trace(failure));
      return "Where it happened is in " + log + ".";
    } catch (IOException e) {
      return "Run it again with -v to see where it happened.";
    }
  }

  private static String trace(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }
}

package org.edgeflow.cli.console;

import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.Optional;
import org.edgeflow.core.settings.Excerpt;

/**
 * The person at the other end.
 *
 * @param out for results
 * @param err for progress, warnings and errors
 * @param terminal whether {@code err} is a terminal, on which a line may be drawn again
 * @param width of the terminal, in characters
 * @param command how this program was called, for lines that can be typed again
 * @param home the clone that the launcher stands in, if it does
 * @param stop whether and when the person wants to stop
 */
public record Console(
    PrintWriter out,
    PrintWriter err,
    boolean terminal,
    int width,
    String command,
    Optional<Path> home,
    StopRequest stop) {

  /** The same person, to whom only problems are said: somebody else sums the results up. */
  public Console silenced() {
    return new Console(
        new PrintWriter(Writer.nullWriter()), err, terminal, width, command, home, stop);
  }

  /** A problem, on a line of its own. */
  public void problem(String message) {
    err.println("edgeflow: " + Excerpt.ofMessage(message));
    err.flush();
  }

  /** Something that the person should know and that stops nothing. */
  public void warning(String message) {
    problem("warning: " + message);
  }

  /** A result. */
  public void print(String line) {
    out.println(line);
    out.flush();
  }
}

package org.edgeflow.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.lang.reflect.Constructor;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.edgeflow.cli.command.EdgeFlowCommand;
import org.edgeflow.cli.console.Console;
import org.edgeflow.core.plugin.Registry;

/**
 * Where the program begins. The launcher tells by system properties what Java cannot find out:
 *
 * <ul>
 *   <li>{@code edgeflow.home}: the clone,
 *   <li>{@code edgeflow.command}: how it was called,
 *   <li>{@code edgeflow.terminal}, {@code edgeflow.width}: whether stderr is a terminal, how wide,
 *   <li>{@code edgeflow.stderr}: the number of the real stderr, where the JVM's own goes through a
 *       filter.
 * </ul>
 */
public final class Main {
  private static final int WIDTH_OF_A_FILE = 100;

  private Main() {}

  /** Runs a command line and ends the process with its exit code. */
  public static void main(String[] arguments) {
    boolean verbose =
        Arrays.asList(arguments).contains("-v") || Arrays.asList(arguments).contains("--verbose");
    // Read by logback.xml, before the first logger is made.
    System.setProperty("edgeflow.log.level", verbose ? "DEBUG" : "WARN");
    System.setProperty("edgeflow.log.others", verbose ? "INFO" : "WARN");
    System.setProperty("edgeflow.log.cluster", verbose ? "WARN" : "OFF");
    System.setProperty("edgeflow.log.exception", verbose ? "%ex" : "%nopex");

    Charset charset = charset();
    System.setErr(new PrintStream(standardError(), true, charset));
    Interruption interruption = Interruption.listen();
    Console console =
        new Console(
            new PrintWriter(
                new PrintStream(
                    new PipedOutput(new FileOutputStream(FileDescriptor.out)), true, charset),
                true,
                charset),
            new PrintWriter(System.err, true, charset),
            Boolean.getBoolean("edgeflow.terminal"),
            Integer.getInteger("edgeflow.width", WIDTH_OF_A_FILE),
            System.getProperty("edgeflow.command", "edgeflow"),
            Optional.ofNullable(System.getProperty("edgeflow.home")).map(Path::of),
            interruption);
    int exitCode = EdgeFlowCommand.execute(console, new LoadedOnce(), arguments);
    console.out().flush();
    console.err().flush();
    interruption.end();
    System.exit(exitCode);
  }

  // Java 17 takes the encoding from the locale, which in containers is often none; terminals and
  // files are UTF-8 there all the same.
  private static Charset charset() {
    return System.getProperty("os.name").startsWith("Windows")
        ? Charset.defaultCharset()
        : StandardCharsets.UTF_8;
  }

  // Opening /dev/fd/3 instead would give a regular file a second position, and lines of others
  // that write to it would be overwritten.
  private static OutputStream standardError() {
    Integer number = Integer.getInteger("edgeflow.stderr");
    if (number == null) {
      return System.err;
    }
    try {
      Constructor<FileDescriptor> inherited =
          FileDescriptor.class.getDeclaredConstructor(int.class);
      inherited.setAccessible(true);
      return new FileOutputStream(inherited.newInstance(number));
    } catch (ReflectiveOperationException | RuntimeException e) {
      // Through the filter it arrives too, only perhaps a moment after the program's end.
      return System.err;
    }
  }

  /** The plugins, looked for when first needed: a misspelt command is answered at once. */
  private static final class LoadedOnce implements java.util.function.Supplier<Registry> {
    private Registry registry;

    @Override
    public Registry get() {
      if (registry == null) {
        registry = Registry.load();
      }
      return registry;
    }
  }
}

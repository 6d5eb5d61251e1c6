package org.edgeflow.spark.grid;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Serializable;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;
import org.edgeflow.cli.command.Failures;
import org.edgeflow.cli.console.Console;
import org.edgeflow.cli.console.ExitCode;
import org.edgeflow.cli.console.StopRequest;
import org.edgeflow.cli.grid.work.RunReply;
import org.edgeflow.cli.grid.work.RunRequest;
import org.edgeflow.cli.grid.work.RunToItsEnd;
import org.edgeflow.core.plugin.Registry;

/**
 * A run as a task of Spark: what an executor does. Where all machines see the output directory the
 * run works in it, with its lock and its checkpoints; else it works in a directory of the
 * executor's own, which is copied to where results go once the run is at its end.
 */
final class RunTask implements Function<RunRequest, RunTask.Outcome> {
  private static final long serialVersionUID = 1;
  private static final int WIDTH = 100;

  private final String root;
  private final String results;

  /**
   * What comes back.
   *
   * @param reply how the run ended
   * @param files what the person's machine needs of a run that lies elsewhere; else empty
   */
  record Outcome(RunReply reply, Map<String, byte[]> files) implements Serializable {}

  /** The plugins, loaded once by an executor. */
  private static final class Loaded {
    static final Registry REGISTRY = Registry.load();
  }

  /**
   * Tasks of one grid.
   *
   * @param root the output directory
   * @param results where runs go, unless they stay there
   */
  RunTask(String root, Optional<String> results) {
    this.root = root;
    this.results = results.orElse(null);
  }

  @Override
  public Outcome call(RunRequest request) throws IOException {
    TaskContext task = TaskContext.get();
    StopRequest stop = task::isInterrupted;
    long start = System.nanoTime();
    Console console =
        new Console(
            new PrintWriter(Writer.nullWriter()),
            new PrintWriter(Writer.nullWriter()),
            false,
            WIDTH,
            "edgeflow",
            Optional.empty(),
            stop);
    RunToItsEnd run = new RunToItsEnd(console, Loaded.REGISTRY, RunTask::report);
    Outcome outcome =
        results == null
            ? new Outcome(run.carryOut(request, stop), Map.of())
            : elsewhere(run, request, stop);
    RunReply reply = outcome.reply().lasting((System.nanoTime() - start) * 1e-9);
    return new Outcome(reply, outcome.files());
  }

  private Outcome elsewhere(RunToItsEnd run, RunRequest request, StopRequest stop)
      throws IOException {
    String place = Path.of(root).relativize(Path.of(request.directory())).toString();
    RemoteRuns remote = new RemoteRuns(results);
    if (remote.isWhole(place)) {
      return new Outcome(RunReply.of(RunReply.Kind.KEPT), remote.files(place));
    }
    Path scratch = Files.createTempDirectory("edgeflow-run-");
    try {
      Path directory = scratch.resolve("run");
      RunReply reply =
          run.carryOut(
              new RunRequest(
                  request.name(),
                  directory.toString(),
                  request.config(),
                  request.steps(),
                  request.work()),
              stop);
      if (reply.kind() != RunReply.Kind.FINISHED) {
        return new Outcome(reply, Map.of());
      }
      remote.put(directory, place);
      return new Outcome(reply, remote.files(place));
    } catch (IOException e) {
      return new Outcome(
          new RunReply(
              RunReply.Kind.FAILED,
              0,
              0,
              ExitCode.ENVIRONMENT,
              List.of("the run's files cannot be brought to " + results + ": " + e.getMessage())),
          Map.of());
    } finally {
      discard(scratch);
    }
  }

  private static void discard(Path scratch) throws IOException {
    try (Stream<Path> files = Files.walk(scratch)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static int report(Throwable failure, Console console) {
    if (failure instanceof OutOfMemoryError) {
      console.problem(
          "out of memory: "
              + failure.getMessage()
              + ". An executor's heap may grow to "
              + (Runtime.getRuntime().maxMemory() >> 20)
              + " MB; allow more with --conf spark.executor.memory=8g.");
      return ExitCode.ENVIRONMENT;
    }
    return new Failures(console).report(failure, false);
  }
}

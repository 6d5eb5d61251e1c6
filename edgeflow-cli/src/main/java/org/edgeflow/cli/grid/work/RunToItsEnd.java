package org.edgeflow.cli.grid.work;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.ToIntBiFunction;
import org.edgeflow.cli.checkpoint.RunLock;
import org.edgeflow.cli.config.YamlReader;
import org.edgeflow.cli.console.Console;
import org.edgeflow.cli.console.StopRequest;
import org.edgeflow.cli.directory.RunLayout;
import org.edgeflow.cli.run.ExperimentRun;
import org.edgeflow.core.experiment.plan.ExperimentPlan;
import org.edgeflow.core.experiment.plan.ExperimentReader;
import org.edgeflow.core.plugin.Registry;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.settings.Node;

/** Brings a run to its end in this process, as if it were alone, whatever its directory holds. */
public final class RunToItsEnd {
  private final Console console;
  private final Registry registry;
  private final ToIntBiFunction<Throwable, Console> failures;

  /**
   * For runs one after another.
   *
   * @param console nothing is written to it
   * @param failures says what went wrong on a console, and tells the exit code of it
   */
  public RunToItsEnd(
      Console console, Registry registry, ToIntBiFunction<Throwable, Console> failures) {
    this.console = console;
    this.registry = registry;
    this.failures = failures;
  }

  /**
   * Carries out a run, goes on with it, or finds it at its end.
   *
   * @param stop asked after every step
   * @return how that went; what a lone run would have said is in it
   */
  public RunReply carryOut(RunRequest request, StopRequest stop) {
    RunLayout layout = new RunLayout(Path.of(request.directory()));
    StringWriter said = new StringWriter();
    Console silent =
        new Console(
            new PrintWriter(Writer.nullWriter()),
            new PrintWriter(said),
            false,
            console.width(),
            console.command(),
            console.home(),
            stop);
    RunReply.Kind kind;
    int code = 0;
    try {
      kind = bringToEnd(request, layout, silent);
    } catch (RuntimeException | Error | IOException e) {
      // Another process may have begun the run, and even ended it, since it was looked at.
      if (e instanceof ConfigException && (Files.exists(layout.summary()) || isBusy(layout))) {
        return RunReply.of(RunReply.Kind.BUSY);
      }
      code = failures.applyAsInt(e, silent);
      kind = RunReply.Kind.FAILED;
    }
    silent.err().flush();
    return new RunReply(kind, 0, 0, code, said.toString().lines().toList());
  }

  private RunReply.Kind bringToEnd(RunRequest request, RunLayout layout, Console silent)
      throws IOException {
    Node tree = YamlReader.readFile(request.config(), "its config", layout.root());
    ExperimentPlan plan = ExperimentReader.read((Node.Mapping) tree, registry);
    try (RunLock lock = lockOrNone(layout)) {
      if (lock == null) {
        return RunReply.Kind.BUSY;
      }
      // Whoever had the lock before may have ended the run, or left it torn.
      if (Files.exists(layout.summary())) {
        return RunReply.Kind.KEPT;
      }
      if (!Files.exists(layout.checkpoint())) {
        TornRun.discard(layout);
      }
    }
    ExperimentRun run = new ExperimentRun(plan, layout, silent, true);
    boolean finished = Files.exists(layout.checkpoint()) ? run.resume(registry) : run.start();
    return finished ? RunReply.Kind.FINISHED : RunReply.Kind.INTERRUPTED;
  }

  // Null where another process has it.
  private static RunLock lockOrNone(RunLayout layout) {
    try {
      return layout.lock();
    } catch (ConfigException held) {
      return null;
    }
  }

  private static boolean isBusy(RunLayout layout) {
    try {
      return RunLock.isHeld(layout.root());
    } catch (IOException e) {
      // Then the lock is not what is wrong.
      return false;
    }
  }
}

package org.edgeflow.cli.grid.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.ToIntBiFunction;
import org.edgeflow.cli.checkpoint.RunLock;
import org.edgeflow.cli.config.YamlReader;
import org.edgeflow.cli.console.Console;
import org.edgeflow.cli.directory.RunLayout;
import org.edgeflow.cli.run.ExperimentRun;
import org.edgeflow.core.experiment.plan.ExperimentPlan;
import org.edgeflow.core.experiment.plan.ExperimentReader;
import org.edgeflow.core.plugin.Registry;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.settings.Node;

/**
 * The side of the child: takes runs from its standard input, one after another, and carries out
 * each as if it were alone. When the input ends, because the parent has no more runs or is no more,
 * the run at hand stops at its next step with a checkpoint, and the process ends.
 */
public final class Worker {
  private final Console console;
  private final Registry registry;
  private final ToIntBiFunction<Throwable, Console> failures;
  private final PrintStream out;
  private final BlockingQueue<Optional<RunRequest>> requests = new LinkedBlockingQueue<>();
  private final Orphanhood orphanhood = new Orphanhood();

  /**
   * A worker.
   *
   * @param failures says what went wrong on a console, and tells the exit code of it
   * @param out to the parent
   */
  public Worker(
      Console console,
      Registry registry,
      ToIntBiFunction<Throwable, Console> failures,
      PrintStream out) {
    this.console = console;
    this.registry = registry;
    this.failures = failures;
    this.out = out;
  }

  /** Works until the input ends, a signal ends it, or a failure leaves the process unfit. */
  public void serve(InputStream in) throws InterruptedException {
    Thread reader = new Thread(() -> read(in), "requests");
    reader.setDaemon(true);
    reader.start();
    say(RunReply.of(RunReply.Kind.READY));
    for (Optional<RunRequest> request = requests.take();
        request.isPresent();
        request = requests.take()) {
      long start = System.nanoTime();
      RunReply reply = carryOut(request.get());
      say(reply.lasting((System.nanoTime() - start) * 1e-9));
      if (reply.isLast()) {
        return;
      }
    }
  }

  private void read(InputStream in) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Wire.message(line, RunRequest.class)
            .ifPresent(request -> requests.add(Optional.of(request)));
      }
    } catch (IOException e) {
      // The parent is gone, as at the end of the input.
    }
    orphanhood.begin();
    requests.add(Optional.empty());
  }

  private RunReply carryOut(RunRequest request) {
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
            new StepCounter(console.stop(), orphanhood, steps -> say(RunReply.progress(steps))));
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

  private synchronized void say(RunReply reply) {
    out.println(Wire.line(reply));
    out.flush();
  }
}

package org.edgeflow.cli.grid.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.ToIntBiFunction;
import org.edgeflow.cli.console.Console;
import org.edgeflow.cli.console.StopRequest;
import org.edgeflow.cli.grid.work.RunReply;
import org.edgeflow.cli.grid.work.RunRequest;
import org.edgeflow.cli.grid.work.RunToItsEnd;
import org.edgeflow.core.plugin.Registry;

/**
 * The side of the child: takes runs from its standard input, one after another, and carries out
 * each as if it were alone. When the input ends, because the parent has no more runs or is no more,
 * the run at hand stops at its next step with a checkpoint, and the process ends.
 */
public final class Worker {
  private final Console console;
  private final RunToItsEnd run;
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
    this.run = new RunToItsEnd(console, registry, failures);
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
      StopRequest steps =
          new StepCounter(console.stop(), orphanhood, taken -> say(RunReply.progress(taken)));
      RunReply reply = run.carryOut(request.get(), steps);
      say(reply.lasting((System.nanoTime() - start) * 1e-9));
      if (reply.endsItsProcess()) {
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

  private synchronized void say(RunReply reply) {
    out.println(Wire.line(reply));
    out.flush();
  }
}

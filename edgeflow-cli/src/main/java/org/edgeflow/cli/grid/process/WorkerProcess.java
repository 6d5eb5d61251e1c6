package org.edgeflow.cli.grid.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.edgeflow.cli.grid.work.RunReply;
import org.edgeflow.cli.grid.work.RunRequest;

/** The parent's side of one worker. */
final class WorkerProcess {
  /** The hidden command that a worker is. */
  static final String COMMAND = "grid-worker";

  private static final int LAST_LINES = 5;

  /**
   * Something that a worker said, or its end.
   *
   * @param reply empty at the end
   */
  record Event(WorkerProcess worker, Optional<RunReply> reply) {}

  private final Process process;
  private final Path log;
  private final PrintStream in;

  private WorkerProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
    this.in = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
  }

  /**
   * Starts one.
   *
   * @param events takes what it says, and its end
   */
  static WorkerProcess start(MachineShare share, BlockingQueue<Event> events) throws IOException {
    Path log = Files.createTempFile("edgeflow-worker-", ".log");
    ProcessBuilder builder = new ProcessBuilder(share.command(COMMAND)).redirectError(log.toFile());
    // ND4J's operations would each take the whole machine.
    builder.environment().putIfAbsent("OMP_NUM_THREADS", Integer.toString(share.threads()));
    WorkerProcess worker = new WorkerProcess(builder.start(), log);
    Thread reader = new Thread(() -> worker.read(events), "worker " + worker.process.pid());
    reader.setDaemon(true);
    reader.start();
    return worker;
  }

  private void read(BlockingQueue<Event> events) {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Wire.message(line, RunReply.class)
            .ifPresent(reply -> events.add(new Event(this, Optional.of(reply))));
      }
    } catch (IOException e) {
      // It is gone, as at the end of its output.
    }
    process.onExit().join();
    events.add(new Event(this, Optional.empty()));
  }

  /** Hands it a run. */
  void give(RunRequest request) {
    in.println(Wire.line(request));
  }

  /** Tells it that there is nothing more; a run at hand stops with a checkpoint. */
  void release() {
    in.close();
  }

  /** Waits for its end so long, and then ends it. */
  void await(long seconds) throws InterruptedException {
    if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
    forget();
  }

  /** How it ended. */
  String end() {
    int code = process.exitValue();
    // As shells and the JVM count signals.
    return code > 128 ? "was ended by signal " + (code - 128) : "ended with exit code " + code;
  }

  /** The last that it wrote to stderr; empty for nothing of use. */
  String lastWords() {
    try {
      List<String> lines =
          Files.readString(log, StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.isBlank() && !line.contains("incubator modules"))
              .toList();
      return String.join(
          " / ", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    } catch (IOException e) {
      // What it wrote may be no text, or the disk that took it is gone.
      return "";
    }
  }

  /** Removes what it left. */
  void forget() {
    in.close();
    try {
      Files.deleteIfExists(log);
    } catch (IOException e) {
      // It lies in the folder for temporary files.
    }
  }
}

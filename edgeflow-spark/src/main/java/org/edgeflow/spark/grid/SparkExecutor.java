package org.edgeflow.spark.grid;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.edgeflow.cli.console.EnvironmentException;
import org.edgeflow.cli.console.ExitCode;
import org.edgeflow.cli.directory.RunLayout;
import org.edgeflow.cli.grid.work.RunEnd;
import org.edgeflow.cli.grid.work.RunExecutor;
import org.edgeflow.cli.grid.work.RunReply;
import org.edgeflow.cli.grid.work.RunRequest;
import org.edgeflow.cli.grid.work.WorkOrder;

/**
 * Hands runs to Spark, each as a job of one task, so that what happens to one is no other's end. A
 * run whose executor was lost is handed out again, and goes on from its checkpoint; only one that
 * loses executors again and again is one that failed.
 */
final class SparkExecutor implements RunExecutor {
  /** How many executors may be lost with one run. */
  private static final int LIVES = 3;

  /** Enough that no executor waits for this process. */
  private static final int AHEAD = 3;

  private static final long LOOK_MILLIS = 20;

  /** How often a run that another process has is asked for, and for how long. */
  private static final long RETRY = TimeUnit.SECONDS.toNanos(1);

  private static final long OTHERS_LEFT = TimeUnit.SECONDS.toNanos(20);

  /** What a step and a checkpoint take after a request to stop. */
  private static final long LEAVE = TimeUnit.SECONDS.toNanos(30);

  private static final class Task {
    final int index;
    RunRequest request;
    JavaFutureAction<List<RunTask.Outcome>> job;
    int lost;
    long busySince;
    long notBefore = System.nanoTime();

    Task(int index) {
      this.index = index;
    }
  }

  private final JavaSparkContext context;
  private final RunTask work;
  private final WorkOrder order;
  private final Deque<Task> waiting = new ArrayDeque<>();
  private final Map<Integer, Task> handedOut = new LinkedHashMap<>();

  SparkExecutor(SparkSession session, RunTask work, WorkOrder order) {
    this.context = JavaSparkContext.fromSparkContext(session.sparkContext());
    this.work = work;
    this.order = order;
  }

  @Override
  public boolean work(List<Integer> indices) {
    indices.forEach(index -> waiting.add(new Task(index)));
    try {
      while (!(waiting.isEmpty() && handedOut.isEmpty())) {
        if (order.stop().requested()) {
          leave();
          return false;
        }
        if (context.sc().isStopped()) {
          throw new EnvironmentException(
              "Spark has stopped: its master is gone. Finished runs are kept; start it again, and"
                  + " give the same command.",
              null);
        }
        handOut();
        if (!collect()) {
          Thread.sleep(LOOK_MILLIS);
        }
        order.progress().show();
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void handOut() {
    int room = AHEAD * context.defaultParallelism() - handedOut.size();
    long now = System.nanoTime();
    for (Task task : List.copyOf(waiting)) {
      if (room <= 0) {
        return;
      }
      if (now - task.notBefore < 0) {
        continue;
      }
      waiting.remove(task);
      task.request = order.requests().apply(task.index);
      task.job = context.parallelize(List.of(task.request), 1).map(work).collectAsync();
      handedOut.put(task.index, task);
      order.progress().begin(task.index, task.request);
      room--;
    }
  }

  // Whether there was anything.
  private boolean collect() throws InterruptedException {
    List<Task> done = new ArrayList<>();
    handedOut.values().stream().filter(task -> task.job.isDone()).forEach(done::add);
    for (Task task : done) {
      handedOut.remove(task.index);
      try {
        hear(task, task.job.get().get(0));
      } catch (ExecutionException e) {
        lose(task, e.getCause());
      }
    }
    return !done.isEmpty();
  }

  private void hear(Task task, RunTask.Outcome outcome) {
    RunReply reply = outcome.reply();
    switch (reply.kind()) {
      case FINISHED, KEPT -> {
        RunReply seen = seen(task.request, outcome);
        end(task, end(seen.kind()), seen);
      }
      case FAILED -> end(task, RunEnd.Kind.FAILED, reply);
      case BUSY -> postpone(task);
      default -> again(task);
    }
  }

  private static RunEnd.Kind end(RunReply.Kind kind) {
    return switch (kind) {
      case FINISHED -> RunEnd.Kind.FINISHED;
      case KEPT -> RunEnd.Kind.KEPT;
      default -> RunEnd.Kind.FAILED;
    };
  }

  // An executor may have written to a disk that nobody else sees.
  private static RunReply seen(RunRequest request, RunTask.Outcome outcome) {
    RunLayout layout = new RunLayout(Path.of(request.directory()));
    try {
      Files.createDirectories(layout.root());
      for (Map.Entry<String, byte[]> file : outcome.files().entrySet()) {
        Files.write(layout.root().resolve(file.getKey()), file.getValue());
      }
    } catch (IOException e) {
      throw layout.cannotWrite(e);
    }
    return Files.exists(layout.summary())
        ? outcome.reply()
        : failed(
            "its executor wrote it to "
                + layout.root()
                + " on a machine of its own. Give an --out that all machines see, or a file system"
                + " by --results.");
  }

  private static RunReply failed(String message) {
    return new RunReply(RunReply.Kind.FAILED, 0, 0, ExitCode.ENVIRONMENT, List.of(message));
  }

  private void end(Task task, RunEnd.Kind kind, RunReply reply) {
    order.progress().end(task.index, kind);
    order
        .ends()
        .accept(new RunEnd(task.index, kind, reply.code(), reply.messages(), reply.seconds()));
  }

  private void again(Task task) {
    order.progress().pause(task.index);
    waiting.addFirst(task);
  }

  private void postpone(Task task) {
    long now = System.nanoTime();
    if (task.busySince == 0) {
      task.busySince = now;
    }
    if (now - task.busySince > OTHERS_LEFT) {
      end(task, RunEnd.Kind.ELSEWHERE, RunReply.of(RunReply.Kind.BUSY));
      return;
    }
    order.progress().pause(task.index);
    task.notBefore = now + RETRY;
    waiting.addLast(task);
  }

  private void lose(Task task, Throwable cause) {
    task.lost++;
    if (task.lost < LIVES) {
      again(task);
      return;
    }
    String reason = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    end(
        task,
        RunEnd.Kind.FAILED,
        failed("its executor was lost " + LIVES + " times over: " + reason));
  }

  // Runs at work look at it after every step, and save their checkpoints.
  private void leave() throws InterruptedException {
    handedOut.values().forEach(task -> task.job.cancel(false));
    long end = System.nanoTime() + LEAVE;
    while (context.statusTracker().getActiveStageIds().length > 0 && System.nanoTime() - end < 0) {
      Thread.sleep(LOOK_MILLIS);
    }
  }
}

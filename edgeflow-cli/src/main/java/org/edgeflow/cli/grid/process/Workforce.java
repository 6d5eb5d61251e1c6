package org.edgeflow.cli.grid.process;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.edgeflow.cli.console.EnvironmentException;
import org.edgeflow.cli.console.StopRequest;
import org.edgeflow.cli.grid.work.GridProgress;
import org.edgeflow.cli.grid.work.RunEnd;
import org.edgeflow.cli.grid.work.RunExecutor;
import org.edgeflow.cli.grid.work.RunReply;
import org.edgeflow.cli.grid.work.RunRequest;
import org.edgeflow.cli.grid.work.WorkOrder;

/**
 * Hands runs to worker processes until all have ended. A worker that dies takes nothing with it but
 * the time since its run's last checkpoint: the run goes on in the next one, and only a run whose
 * process dies again and again is one that failed.
 */
final class Workforce implements RunExecutor {
  /** How many processes may die of one run, or one after another of none. */
  private static final int LIVES = 3;

  /** How often a run that another parent's process has is asked for. */
  private static final long RETRY = TimeUnit.SECONDS.toNanos(1);

  /** A killed parent's children stop within this, with their checkpoints. */
  private static final long CHILDREN_LEFT = TimeUnit.SECONDS.toNanos(20);

  private static final long LOOK_MILLIS = 200;

  private static final long LEAVE_SECONDS = 20;

  /**
   * Runs of this many seconds are over before this process, on a busy machine, can hand out more.
   */
  private static final double SHORT = 2;

  private static final class Task {
    final int index;
    RunRequest request;
    int deaths;
    long busySince;
    long notBefore = System.nanoTime();

    Task(int index) {
      this.index = index;
    }
  }

  private final int jobs;
  private final MachineShare share;
  private final IntFunction<RunRequest> requests;
  private final GridProgress progress;
  private final StopRequest stop;
  private final Consumer<RunEnd> ends;
  private final BlockingQueue<WorkerProcess.Event> events = new LinkedBlockingQueue<>();
  private final Deque<Task> waiting = new ArrayDeque<>();
  private final List<WorkerProcess> idle = new ArrayList<>();
  private final Map<WorkerProcess, Deque<Task>> working = new LinkedHashMap<>();
  private final List<WorkerProcess> unready = new ArrayList<>();
  private int stillborn;
  private double lastSeconds = Double.POSITIVE_INFINITY;

  /**
   * A workforce.
   *
   * @param jobs how many processes at most
   * @param threads of each
   */
  Workforce(int jobs, int threads, WorkOrder order) {
    this.jobs = jobs;
    this.share = MachineShare.of(jobs, threads);
    this.requests = order.requests();
    this.progress = order.progress();
    this.stop = order.stop();
    this.ends = order.ends();
  }

  @Override
  public boolean work(List<Integer> indices) {
    indices.forEach(index -> waiting.add(new Task(index)));
    try {
      while (!(waiting.isEmpty() && working.isEmpty())) {
        if (stop.requested()) {
          return false;
        }
        employ();
        provide();
        WorkerProcess.Event event = events.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        if (event != null) {
          hear(event);
        }
        progress.show();
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      leave();
    }
  }

  // Runs that are held elsewhere wait their time, and no process is started for them alone.
  private void employ() {
    long now = System.nanoTime();
    int hands = idle.size() + unready.size();
    for (Task task : List.copyOf(waiting)) {
      if (now - task.notBefore < 0) {
        continue;
      }
      if (!idle.isEmpty()) {
        waiting.remove(task);
        give(idle.remove(0), task);
      } else if (hands > 0) {
        hands--;
      } else if (working.size() + unready.size() < jobs) {
        start();
      } else {
        return;
      }
    }
  }

  private void start() {
    try {
      unready.add(WorkerProcess.start(share, events));
    } catch (IOException e) {
      throw new EnvironmentException(
          "no process can be started for a run: " + e.getMessage() + ".", e);
    }
  }

  // The next run lies ready where runs are short, but never one that somebody idle could have.
  private void provide() {
    if (lastSeconds > SHORT) {
      return;
    }
    for (Map.Entry<WorkerProcess, Deque<Task>> each : working.entrySet()) {
      Task next = waiting.peek();
      if (next == null || waiting.size() <= 2 * jobs || next.busySince != 0) {
        return;
      }
      if (each.getValue().size() == 1) {
        give(each.getKey(), waiting.remove());
      }
    }
  }

  private void give(WorkerProcess worker, Task task) {
    Deque<Task> tasks = working.computeIfAbsent(worker, none -> new ArrayDeque<>());
    tasks.addLast(task);
    task.request = requests.apply(task.index);
    worker.give(task.request);
    if (tasks.size() == 1) {
      progress.begin(task.index, task.request);
    }
  }

  private void hear(WorkerProcess.Event event) {
    WorkerProcess worker = event.worker();
    if (event.reply().isEmpty()) {
      bury(worker);
      return;
    }
    RunReply reply = event.reply().get();
    if (reply.kind() == RunReply.Kind.READY) {
      stillborn = 0;
      unready.remove(worker);
      idle.add(worker);
      return;
    }
    Deque<Task> tasks = working.get(worker);
    if (reply.kind() == RunReply.Kind.PROGRESS) {
      progress.advance(tasks.getFirst().index, reply.steps());
      return;
    }
    Task task = tasks.removeFirst();
    switch (reply.kind()) {
      case FINISHED -> {
        lastSeconds = reply.seconds();
        end(task, RunEnd.Kind.FINISHED, reply);
      }
      case KEPT -> end(task, RunEnd.Kind.KEPT, reply);
      case BUSY -> postpone(task);
      case FAILED -> end(task, RunEnd.Kind.FAILED, reply);
      default -> waiting.addFirst(task);
    }
    if (reply.endsItsProcess()) {
      working.remove(worker);
      tasks.descendingIterator().forEachRemaining(waiting::addFirst);
    } else if (tasks.isEmpty()) {
      working.remove(worker);
      idle.add(worker);
    } else {
      progress.begin(tasks.getFirst().index, tasks.getFirst().request);
    }
  }

  private void end(Task task, RunEnd.Kind kind, RunReply reply) {
    progress.end(task.index, kind);
    ends.accept(new RunEnd(task.index, kind, reply.code(), reply.messages(), reply.seconds()));
  }

  private void postpone(Task task) {
    long now = System.nanoTime();
    progress.pause(task.index);
    if (task.busySince == 0) {
      task.busySince = now;
    }
    if (now - task.busySince > CHILDREN_LEFT
        && waiting.stream().allMatch(each -> each.busySince != 0)) {
      end(task, RunEnd.Kind.ELSEWHERE, RunReply.of(RunReply.Kind.BUSY));
      return;
    }
    task.notBefore = now + RETRY;
    waiting.addLast(task);
  }

  private void bury(WorkerProcess worker) {
    Deque<Task> tasks = working.remove(worker);
    idle.remove(worker);
    boolean neverReady = unready.remove(worker);
    String end = worker.end();
    String words = worker.lastWords();
    worker.forget();
    if (neverReady && ++stillborn == LIVES) {
      throw new EnvironmentException(
          "a process for runs "
              + end
              + " before it took one, "
              + LIVES
              + " times over"
              + (words.isEmpty() ? "." : ", and said: " + words + ".")
              + " Its heap may grow to "
              + share.heapMegabytes()
              + " MB; fewer --jobs leave each more.",
          null);
    }
    if (tasks == null) {
      return;
    }
    Task task = tasks.removeFirst();
    tasks.descendingIterator().forEachRemaining(waiting::addFirst);
    task.deaths++;
    progress.pause(task.index);
    if (task.deaths < LIVES) {
      waiting.addFirst(task);
      return;
    }
    String message =
        "its process "
            + end
            + ", "
            + LIVES
            + " times over"
            + (words.isEmpty() ? "." : ": " + words);
    end(
        task,
        RunEnd.Kind.FAILED,
        new RunReply(RunReply.Kind.FAILED, 0, 0, 3, List.of("edgeflow: " + message)));
  }

  private void leave() {
    List<WorkerProcess> all = new ArrayList<>(working.keySet());
    all.addAll(idle);
    all.addAll(unready);
    all.forEach(WorkerProcess::release);
    try {
      for (WorkerProcess worker : all) {
        worker.await(LEAVE_SECONDS);
      }
    } catch (InterruptedException e) {
      // They stop by themselves: their input has ended.
      Thread.currentThread().interrupt();
    }
  }
}

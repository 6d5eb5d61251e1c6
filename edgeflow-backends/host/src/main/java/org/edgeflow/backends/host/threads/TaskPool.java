package org.edgeflow.backends.host.threads;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/**
 * Threads that share the tasks of one call at a time; the calling thread takes part. A call
 * allocates nothing.
 *
 * <p>Tasks are taken by advancing {@link #claim}, which also holds the number of the call: a thread
 * that wakes late cannot take a task of a later call for one of its own.
 */
public final class TaskPool implements AutoCloseable {
  private static final int CLOSED = Integer.MAX_VALUE;
  private static final int SPINS = 2_000;

  private final Worker[] workers;
  private final AtomicReference<Thread> caller = new AtomicReference<>();
  private final AtomicLong claim = new AtomicLong(CLOSED);
  private final AtomicInteger ended = new AtomicInteger();
  private volatile IntConsumer task;
  private volatile int tasks;
  private volatile boolean stopped;
  private Throwable failure;
  private int failedTask;

  /** Starts {@code threads − 1} daemon threads. */
  public TaskPool(int threads) {
    workers = new Worker[threads - 1];
    for (int i = 0; i < workers.length; i++) {
      workers[i] = new Worker("edgeflow-host-" + (i + 1));
      workers[i].start();
    }
  }

  /** The threads that work, the calling one among them. */
  public int threads() {
    return workers.length + 1;
  }

  /** Whether a call is under way: then this thread runs one of its tasks. */
  public boolean busy() {
    return caller.get() != null;
  }

  /** Runs the tasks 0 … count − 1; see {@link org.edgeflow.core.tensor.TensorBackend#parallel}. */
  public void run(int count, IntConsumer work) {
    if (count <= 0) {
      return;
    }
    if (!caller.compareAndSet(null, Thread.currentThread())) {
      runInOrder(count, work);
      return;
    }
    try {
      if (workers.length == 0 || count == 1) {
        runInOrder(count, work);
      } else {
        share(count, work);
      }
    } finally {
      caller.set(null);
    }
  }

  private static void runInOrder(int count, IntConsumer work) {
    Throwable first = null;
    for (int i = 0; i < count; i++) {
      try {
        work.accept(i);
      } catch (RuntimeException | Error e) {
        first = first == null ? e : first;
      }
    }
    surface(first);
  }

  private void share(int count, IntConsumer work) {
    ended.set(0);
    failure = null;
    task = work;
    tasks = count;
    long call = (claim.get() >>> 32) + 1;
    claim.set(call << 32);
    int helpers = Math.min(workers.length, count - 1);
    for (int i = 0; i < helpers; i++) {
      if (workers[i].asleep) {
        LockSupport.unpark(workers[i]);
      }
    }
    work();
    for (int spins = 0; ended.get() < count; spins++) {
      if (spins < SPINS) {
        Thread.onSpinWait();
      } else {
        LockSupport.park(this);
      }
    }
    claim.set(call << 32 | CLOSED);
    task = null;
    Throwable thrown = failure;
    failure = null;
    surface(thrown);
  }

  /** Takes tasks until none is left. */
  private void work() {
    while (true) {
      long seen = claim.get();
      int index = (int) seen;
      // What is read here belongs to the call that was seen, or the exchange below fails.
      int count = tasks;
      IntConsumer work = task;
      if (index >= count || index == CLOSED || work == null) {
        return;
      }
      if (claim.compareAndSet(seen, seen + 1)) {
        try {
          work.accept(index);
        } catch (Throwable e) {
          noteFailure(index, e);
        }
        if (ended.incrementAndGet() == count) {
          LockSupport.unpark(caller.get());
        }
      }
    }
  }

  private synchronized void noteFailure(int index, Throwable e) {
    if (failure == null || index < failedTask) {
      failure = e;
      failedTask = index;
    }
  }

  private static void surface(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    if (thrown != null) {
      throw (RuntimeException) thrown;
    }
  }

  private boolean workLeft() {
    int index = (int) claim.get();
    return index != CLOSED && index < tasks;
  }

  @Override
  public void close() {
    stopped = true;
    for (Worker worker : workers) {
      LockSupport.unpark(worker);
    }
  }

  private final class Worker extends Thread {
    private volatile boolean asleep;

    Worker(String name) {
      super(name);
      setDaemon(true);
    }

    @Override
    public void run() {
      int spins = 0;
      while (!stopped) {
        if (workLeft()) {
          work();
          spins = 0;
        } else if (spins++ < SPINS) {
          Thread.onSpinWait();
        } else {
          asleep = true;
          if (!workLeft() && !stopped) {
            LockSupport.park(TaskPool.this);
          }
          asleep = false;
          spins = 0;
        }
      }
    }
  }
}

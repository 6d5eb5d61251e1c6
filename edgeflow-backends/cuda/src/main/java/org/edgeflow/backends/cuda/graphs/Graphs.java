package org.edgeflow.backends.cuda.graphs;

import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.edgeflow.backends.cuda.device.DeviceContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A backend's repeated work, each piece recorded as a graph once it has been done a few times.
 *
 * <p>A graph is freed when the garbage collector has found that nobody holds the work any more, at
 * the latest with the backend.
 */
public final class Graphs implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Graphs.class);

  /** By then kernels are loaded, and scratch memory is as large as it gets. */
  public static final int RUNS_BEFORE = 2;

  private final DeviceContext context;
  private final ReferenceQueue<Work> abandoned = new ReferenceQueue<>();
  private final Set<Kept> kept = new HashSet<>();
  private String obstacle;

  /** A graph, and when to free it. */
  private static final class Kept extends PhantomReference<Work> {
    private final Graph graph;

    Kept(Work work, ReferenceQueue<Work> queue, Graph graph) {
      super(work, queue);
      this.graph = graph;
    }
  }

  /** On one context's stream. */
  public Graphs(DeviceContext context) {
    this.context = context;
  }

  /** The work, to be recorded in due time. */
  public Runnable of(Runnable work) {
    return new Work(work);
  }

  /** How many graphs there are. */
  public int count() {
    freeAbandoned();
    return kept.size();
  }

  /** Why some work could not be recorded; empty if all could. */
  public Optional<String> obstacle() {
    return Optional.ofNullable(obstacle);
  }

  private Graph record(Work owner) {
    freeAbandoned();
    try {
      Graph graph = Graph.capture(context, owner.work);
      kept.add(new Kept(owner, abandoned, graph));
      return graph;
    } catch (RuntimeException e) {
      // What is wrong with the work itself will show when it is done in full.
      if (obstacle == null) {
        obstacle = e.getMessage();
        LOG.warn(
            "backend cuda: work is queued operation by operation, for it cannot be recorded as a"
                + " graph ({})",
            obstacle);
      }
      return null;
    }
  }

  private void freeAbandoned() {
    for (Reference<?> next = abandoned.poll(); next != null; next = abandoned.poll()) {
      Kept gone = (Kept) next;
      kept.remove(gone);
      gone.graph.close();
    }
  }

  @Override
  public void close() {
    kept.forEach(each -> each.graph.close());
    kept.clear();
  }

  /** Work that is done in full a few times, then recorded, and from then on replayed. */
  private final class Work implements Runnable {
    private final Runnable work;
    private int runs;
    private Graph graph;

    Work(Runnable work) {
      this.work = work;
    }

    @Override
    public void run() {
      // Within another one's recording it becomes part of that.
      if (context.isCapturing()) {
        work.run();
        return;
      }
      if (runs == RUNS_BEFORE) {
        graph = record(this);
      }
      runs = Math.min(runs, RUNS_BEFORE) + 1;
      if (graph == null) {
        work.run();
      } else {
        graph.launch();
      }
    }
  }
}

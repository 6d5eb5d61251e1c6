package org.edgeflow.cli.grid.work;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.edgeflow.cli.console.Console;
import org.edgeflow.cli.console.Eta;

/**
 * Where all runs together stand. Time is foreseen by work, which is spread evenly over a run's
 * steps: what is done of it, in runs that ended and in those that have not, tells what the rest
 * takes.
 */
public final class GridProgress {
  private static final long LINE = TimeUnit.SECONDS.toNanos(5);
  private static final long REDRAWN = TimeUnit.MILLISECONDS.toNanos(500);

  private static final class AtWork {
    final long steps;
    final double work;
    long taken;

    AtWork(RunRequest request) {
      this.steps = request.steps();
      this.work = request.work();
    }

    double done() {
      return steps == 0 ? 0 : work * taken / steps;
    }
  }

  private final Console console;
  private final boolean quiet;
  private final int runs;
  private final LongSupplier clock;
  private final long start;
  private final Map<Integer, AtWork> atWork = new HashMap<>();
  private long next;
  private int ended;
  private int failed;
  private double workEnded;
  private double workLeft;
  private boolean drawn;

  /**
   * Nothing is done yet.
   *
   * @param quiet whether to show nothing
   * @param runs how many are to be carried out
   * @param work of all of them, as their requests have it
   */
  public GridProgress(Console console, boolean quiet, int runs, double work) {
    this(console, quiet, runs, work, System::nanoTime);
  }

  GridProgress(Console console, boolean quiet, int runs, double work, LongSupplier clock) {
    this.console = console;
    this.quiet = quiet;
    this.runs = runs;
    this.workLeft = work;
    this.clock = clock;
    this.start = clock.getAsLong();
    this.next = start + LINE;
  }

  /** A run is at work. */
  public void begin(int index, RunRequest request) {
    atWork.put(index, new AtWork(request));
  }

  /** A run at work has taken so many steps. */
  public void advance(int index, long steps) {
    AtWork run = atWork.get(index);
    if (run != null) {
      run.taken = Math.min(steps, run.steps);
    }
  }

  /** It no longer is, and has not ended. */
  public void pause(int index) {
    atWork.remove(index);
  }

  /** It has ended. */
  public void end(int index, RunEnd.Kind kind) {
    AtWork run = atWork.remove(index);
    ended++;
    failed += kind == RunEnd.Kind.FAILED ? 1 : 0;
    if (run != null) {
      workLeft -= run.work;
      workEnded += kind == RunEnd.Kind.FINISHED ? run.work : 0;
    }
  }

  /** Shows it, if it is time to. */
  public void show() {
    long now = clock.getAsLong();
    if (quiet || now - next < 0) {
      return;
    }
    next = now + (console.terminal() ? REDRAWN : LINE);
    if (console.terminal()) {
      String line = line(now);
      int width = Math.max(20, console.width() - 1);
      console
          .err()
          .print(
              "\r"
                  + (line.length() > width
                      ? line.substring(0, width)
                      : line + " ".repeat(width - line.length())));
      console.err().flush();
      drawn = true;
    } else {
      console.problem(line(now));
    }
  }

  private String line(long now) {
    double under = atWork.values().stream().mapToDouble(AtWork::done).sum();
    double done = workEnded + under;
    double seconds = (now - start) * 1e-9;
    // A first run spends its time on warming up.
    String eta =
        done > 0.02 * (workEnded + workLeft)
            ? "  ETA " + Eta.of(Math.round(seconds * (workLeft - under) / done))
            : "";
    return String.format(
        Locale.ROOT,
        "%,d of %,d runs ended%s, %d at work%s",
        ended,
        runs,
        failed > 0 ? String.format(Locale.ROOT, " (%,d failed)", failed) : "",
        atWork.size(),
        eta);
  }

  /** Leaves the line of a terminal. */
  public void close() {
    if (drawn) {
      console.err().println();
      console.err().flush();
    }
  }
}

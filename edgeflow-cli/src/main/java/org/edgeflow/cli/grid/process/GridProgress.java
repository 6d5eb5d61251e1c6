package org.edgeflow.cli.grid.process;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.edgeflow.cli.console.Console;
import org.edgeflow.cli.console.Eta;

/**
 * Where all runs together stand. Time is foreseen by steps: of a grid whose runs have as many,
 * those that are done and the parts of those at work tell what the rest takes.
 */
public final class GridProgress {
  private static final long LINE = TimeUnit.SECONDS.toNanos(5);
  private static final long REDRAWN = TimeUnit.MILLISECONDS.toNanos(500);

  private static final class AtWork {
    final long steps;
    long taken;

    AtWork(long steps) {
      this.steps = steps;
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
  private double stepsEnded;
  private double stepsLeft;
  private boolean drawn;

  /**
   * Nothing is done yet.
   *
   * @param quiet whether to show nothing
   * @param runs how many are to be carried out
   * @param steps of all of them
   */
  public GridProgress(Console console, boolean quiet, int runs, double steps) {
    this(console, quiet, runs, steps, System::nanoTime);
  }

  GridProgress(Console console, boolean quiet, int runs, double steps, LongSupplier clock) {
    this.console = console;
    this.quiet = quiet;
    this.runs = runs;
    this.stepsLeft = steps;
    this.clock = clock;
    this.start = clock.getAsLong();
    this.next = start + LINE;
  }

  void begin(int index, RunRequest request) {
    atWork.put(index, new AtWork(request.steps()));
  }

  void advance(int index, long steps) {
    AtWork run = atWork.get(index);
    if (run != null) {
      run.taken = Math.min(steps, run.steps);
    }
  }

  void pause(int index) {
    atWork.remove(index);
  }

  void end(int index, RunEnd.Kind kind) {
    AtWork run = atWork.remove(index);
    ended++;
    failed += kind == RunEnd.Kind.FAILED ? 1 : 0;
    if (run != null) {
      stepsLeft -= run.steps;
      stepsEnded += kind == RunEnd.Kind.FINISHED ? run.steps : 0;
    }
  }

  /** Shows it, if it is time to. */
  void show() {
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
    double taken = atWork.values().stream().mapToDouble(run -> run.taken).sum();
    double done = stepsEnded + taken;
    double seconds = (now - start) * 1e-9;
    // A first run spends its time on warming up.
    String eta =
        done > 0.02 * (stepsEnded + stepsLeft)
            ? "  ETA " + Eta.of(Math.round(seconds * (stepsLeft - taken) / done))
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

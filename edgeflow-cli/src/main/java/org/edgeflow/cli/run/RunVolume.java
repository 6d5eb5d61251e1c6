package org.edgeflow.cli.run;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.edgeflow.core.experiment.Experiment;
import org.edgeflow.core.experiment.plan.ExperimentPlan;
import org.edgeflow.core.record.Trajectory;

/**
 * How much a run is going to write.
 *
 * @param rows of each trajectory, if none ends early
 * @param trajectories how many
 * @param bytes about how many, of all of them
 * @param every the steps between two rows
 */
record RunVolume(long rows, int trajectories, double bytes, int every) {
  /** Of a number as rows have it, with its comma: 17 digits, sign, point, often an exponent. */
  private static final double BYTES_OF_A_NUMBER = 19.5;

  /** Columns that are taken each so many steps are mostly empty. */
  private static final List<String> SPARSE = List.of("sharpness", "effective_sharpness", "seconds");

  private static final String[] UNITS = {"bytes", "kB", "MB", "GB", "TB", "PB", "EB"};

  /** Of a run that has not begun. */
  static RunVolume of(ExperimentPlan plan, Experiment experiment) {
    int every = plan.recording().every();
    long rows = plan.settings().steps() / every + 1;
    double bytes = 0;
    for (Trajectory trajectory : experiment.trajectories()) {
      long full = trajectory.columns().stream().filter(name -> !SPARSE.contains(name)).count() - 1;
      double row = 1 + Math.log10(1 + plan.settings().steps()) + trajectory.columns().size();
      bytes += rows * (row + full * (BYTES_OF_A_NUMBER - 1));
    }
    return new RunVolume(rows, experiment.trajectories().size(), bytes, every);
  }

  /** A line for the person. */
  String announcement(RunLayout layout) {
    return String.format(
        Locale.ROOT,
        "%,d %s of %d %s, at most about %s, go to %s",
        rows,
        rows == 1 ? "row" : "rows",
        trajectories,
        trajectories == 1 ? "trajectory" : "trajectories",
        size(bytes),
        layout.root());
  }

  /**
   * Makes sure that the disk has room for it.
   *
   * @throws EnvironmentException if it has not; the message says what would fit
   */
  void checkFits(RunLayout layout) {
    Path there = layout.root().toAbsolutePath();
    while (there != null && !Files.exists(there)) {
      there = there.getParent();
    }
    double free;
    try {
      FileStore store = Files.getFileStore(there);
      if (store.getTotalSpace() <= 0) {
        return;
      }
      free = store.getUsableSpace();
    } catch (IOException e) {
      // Where the system does not tell, the first row that finds no room will.
      return;
    }
    if (bytes > free) {
      double enough = Math.ceil(every * bytes / Math.max(free, 1) * 1.1);
      throw new EnvironmentException(
          String.format(
              Locale.ROOT,
              "the run is going to write %,d rows of %d trajectories, about %s, and the disk of %s"
                  + " has %s free. Take fewer steps, or record fewer of them: 'record: {every:"
                  + " %.0f}'; or choose another --out.",
              rows,
              trajectories,
              size(bytes),
              layout.root(),
              size(free),
              enough),
          null);
    }
  }

  private static String size(double bytes) {
    int unit = 0;
    double value = bytes;
    while (value >= 1000 && unit < UNITS.length - 1) {
      value /= 1000;
      unit++;
    }
    return String.format(
        Locale.ROOT, value < 10 && unit > 0 ? "%.1f %s" : "%.0f %s", value, UNITS[unit]);
  }
}

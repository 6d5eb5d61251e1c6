package org.edgeflow.cli.run;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.edgeflow.cli.console.EnvironmentException;
import org.edgeflow.cli.directory.ArrayFiles;
import org.edgeflow.cli.directory.RunLayout;
import org.edgeflow.core.experiment.Experiment;
import org.edgeflow.core.experiment.plan.ExperimentPlan;
import org.edgeflow.core.record.Trajectory;
import org.edgeflow.core.spectral.SpectralTracker;

/**
 * How much a run is going to write, from where it stands to its end.
 *
 * @param rows of each trajectory that are still to come, if none ends early
 * @param trajectories how many
 * @param tables about how many bytes all these rows take
 * @param besides about how many bytes take what is written beside them: a checkpoint, twice where
 *     the new one lies beside the old, and the arrays that the config asks for
 * @param every the steps between two rows
 */
record RunVolume(long rows, int trajectories, double tables, double besides, int every) {
  /** Of a number as rows have it, with its comma: 17 digits, sign, point, often an exponent. */
  private static final double BYTES_OF_A_NUMBER = 19.5;

  /** Columns that are taken each so many steps are mostly empty. */
  private static final List<String> SPARSE = List.of("sharpness", "effective_sharpness", "seconds");

  private static final String[] UNITS = {"bytes", "kB", "MB", "GB", "TB", "PB", "EB"};

  /** What an array has in a checkpoint beside its numbers: headers, and its name, twice. */
  private static final double BYTES_OF_AN_ENTRY = 300;

  /** A new checkpoint is written whole before it takes the old one's place. */
  private static final int CHECKPOINTS_AT_A_TIME = 2;

  /** Of an experiment at the step at which it stands. */
  static RunVolume of(ExperimentPlan plan, Experiment experiment) {
    int every = plan.recording().every();
    long steps = plan.settings().steps();
    long before = experiment.nextStep() == 0 ? 0 : (experiment.nextStep() - 1) / every + 1;
    long rows = steps / every + 1 - before;
    double bytes = 0;
    for (Trajectory trajectory : experiment.trajectories()) {
      long full = trajectory.columns().stream().filter(name -> !SPARSE.contains(name)).count() - 1;
      double row = 1 + Math.log10(1 + steps) + trajectory.columns().size();
      bytes += rows * (row + full * (BYTES_OF_A_NUMBER - 1));
    }
    double besides = CHECKPOINTS_AT_A_TIME * checkpoint(experiment);
    if (plan.recording().arrays()) {
      besides += ArrayFiles.bytes(experiment, plan.settings().dtype());
    }
    return new RunVolume(rows, experiment.trajectories().size(), bytes, besides, every);
  }

  // Noise does not compress. A later one holds beside this what the sharpness is followed from.
  private static double checkpoint(Experiment experiment) {
    Map<String, double[]> arrays = experiment.snapshot().arrays();
    double numbers = arrays.values().stream().mapToDouble(each -> each.length).sum();
    double vectors =
        (double) experiment.trajectories().size()
            * SpectralTracker.remembered(1)
            * experiment.problem().start().size();
    return BYTES_OF_AN_ENTRY * arrays.size() + Double.BYTES * (numbers + vectors);
  }

  /** A line for the person. */
  String announcement(RunLayout layout) {
    return String.format(
        Locale.ROOT,
        "%,d %s of %d %s, at most about %s with what belongs to them, go to %s",
        rows,
        rows == 1 ? "row" : "rows",
        trajectories,
        trajectories == 1 ? "trajectory" : "trajectories",
        size(tables + besides),
        layout.root());
  }

  /**
   * Makes sure that the disk has room for it.
   *
   * @throws EnvironmentException if it has not; the message says what would fit
   */
  void checkFits(RunLayout layout) {
    OptionalDouble known = room(layout);
    if (known.isPresent()) {
      checkFits(layout, known.getAsDouble());
    }
  }

  // Empty where the system does not tell: then the first row that finds no room will.
  private static OptionalDouble room(RunLayout layout) {
    Path there = layout.root().toAbsolutePath();
    while (there != null && !Files.exists(there)) {
      there = there.getParent();
    }
    try {
      FileStore store = Files.getFileStore(there);
      return store.getTotalSpace() <= 0
          ? OptionalDouble.empty()
          : OptionalDouble.of(store.getUsableSpace());
    } catch (IOException e) {
      return OptionalDouble.empty();
    }
  }

  /**
   * Makes sure that so much room is enough.
   *
   * @param free bytes
   * @throws EnvironmentException if it is not; the message says what would fit
   */
  void checkFits(RunLayout layout, double free) {
    if (tables + besides > free) {
      throw new EnvironmentException(
          String.format(
              Locale.ROOT,
              "the run is going to write %,d rows of %d trajectories, about %s, and %s of checkpoints"
                  + " and arrays, and the disk of %s has %s free. %s",
              rows,
              trajectories,
              size(tables),
              size(besides),
              layout.root(),
              size(free),
              remedy(free - besides)),
          null);
    }
  }

  private String remedy(double free) {
    if (free <= 0) {
      return "Free some space, or choose another --out.";
    }
    return String.format(
        Locale.ROOT,
        "Take fewer steps, or record fewer of them: 'record: {every: %.0f}'; or choose another"
            + " --out.",
        Math.ceil(every * Math.max(tables / free, 1) * 1.1));
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

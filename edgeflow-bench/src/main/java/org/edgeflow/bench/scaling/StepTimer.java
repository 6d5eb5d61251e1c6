package org.edgeflow.bench.scaling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.edgeflow.core.experiment.Experiment;
import org.edgeflow.core.experiment.Progress;
import org.edgeflow.core.experiment.Watcher;
import org.edgeflow.core.finding.Figure;
import org.edgeflow.core.finding.ModelSummary;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.spectral.SpectralTracker;
import org.edgeflow.core.spectral.SymmetricOperator;
import org.edgeflow.core.tensor.Tensor;

/**
 * Times the steps of Edge Flow in a run of its own loop: the model's own seconds, without gradient
 * descent, which runs beside it. Where eigenvalues are tracked, what following them from the last
 * step's centre to this one's takes is a part of the step.
 *
 * <p>Memory is the heap after a full collection, less what it was before the run was opened; of the
 * backends' own only {@code host} and {@code heap} hold their tensors there.
 */
final class StepTimer implements Watcher {
  private static final String MODEL = "edge-flow";
  private static final double NANOS = 1e9;
  private static final int LEAST_WARM_UP = 3;
  private static final double TOLERANCE = 1e-3;
  private static final int MOST_PRODUCTS = 1000;

  private final ScalingSettings settings;
  private final Experiment experiment;
  private final Optional<SpectralTracker> tracker;
  private final List<Double> seconds = new ArrayList<>();
  private final long began = System.nanoTime();
  private double before;
  private int warm;

  private StepTimer(ScalingSettings settings, Experiment experiment, int eigenvalues) {
    this.settings = settings;
    this.experiment = experiment;
    Objective objective = experiment.problem().objective();
    this.tracker =
        eigenvalues == 0
            ? Optional.empty()
            : Optional.of(
                new SpectralTracker(
                    SpectralTracker.Settings.leading(eigenvalues, TOLERANCE, MOST_PRODUCTS),
                    objective.backend(),
                    objective.dimension(),
                    1));
  }

  /**
   * Runs, warms up, times.
   *
   * @throws ConfigException if a setting is wrong
   */
  static StepCost measure(ScalingSettings settings, Sizes sizes, int size) {
    double before = used();
    try (Experiment experiment = Experiment.open(sizes.plan(settings))) {
      StepTimer timer = new StepTimer(settings, experiment, sizes.eigenvalues());
      experiment.run(row -> {}, timer);
      double memory = used() - before;
      double numbers = (double) sizes.examples() * (Sizes.SIDE * Sizes.SIDE + Sizes.CLASSES);
      // The dataset's own, and the backend's copy.
      double data = numbers * (Double.BYTES + settings.dtype().bytes());
      int parameters = experiment.problem().objective().dimension();
      return new StepCost(size, parameters, timer.median(), memory, memory - data);
    }
  }

  @Override
  public boolean after(Progress progress) {
    ModelSummary model = model();
    if (!model.outcome().isRunning()) {
      throw new IllegalStateException("Edge Flow ended: " + model.outcome());
    }
    double now = model.get(Figure.SECONDS);
    double step = now - before + follow();
    before = now;
    boolean isWarm =
        warm >= LEAST_WARM_UP && (System.nanoTime() - began) / NANOS >= settings.warmUp();
    if (isWarm) {
      seconds.add(step);
    } else {
      warm++;
    }
    return seconds.size() < settings.repeats();
  }

  private ModelSummary model() {
    return experiment.summary().models().get(1);
  }

  private double follow() {
    if (tracker.isEmpty()) {
      return 0;
    }
    Tensor centre = experiment.parameters().get(MODEL);
    long start = System.nanoTime();
    tracker.get().track(SymmetricOperator.hessian(experiment.problem().objective(), centre));
    return (System.nanoTime() - start) / NANOS;
  }

  private double median() {
    double[] sorted = seconds.stream().mapToDouble(value -> value).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1
        ? sorted[middle]
        : Arrays.stream(sorted, middle - 1, middle + 1).average().orElseThrow();
  }

  private static double used() {
    Runtime runtime = Runtime.getRuntime();
    System.gc();
    return (double) runtime.totalMemory() - runtime.freeMemory();
  }
}

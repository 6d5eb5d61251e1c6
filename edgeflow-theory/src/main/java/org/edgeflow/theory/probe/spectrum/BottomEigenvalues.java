package org.edgeflow.theory.probe.spectrum;

import java.util.ArrayList;
import java.util.List;
import org.edgeflow.core.checkpoint.Fields;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.record.probe.Probe;
import org.edgeflow.core.record.probe.ProbeFactory;
import org.edgeflow.core.settings.Description;
import org.edgeflow.core.settings.Setting;
import org.edgeflow.core.spectral.Eigenpairs;
import org.edgeflow.core.spectral.SpectralTracker;
import org.edgeflow.core.spectral.SymmetricOperator;
import org.edgeflow.core.tensor.Tensor;

/**
 * The smallest Hessian eigenvalues, the most negative first, each with its residual: the largest of
 * {@code −H}.
 */
public final class BottomEigenvalues implements Probe {
  private static final int PRODUCTS_EACH = 200;

  private final Objective objective;
  private final int count;
  private final SpectralTracker tracker;

  BottomEigenvalues(Objective objective, int count, double tolerance, long seed) {
    this.objective = objective;
    this.count = count;
    this.tracker =
        new SpectralTracker(
            SpectralTracker.Settings.leading(count, tolerance, count * PRODUCTS_EACH),
            objective.backend(),
            objective.dimension(),
            seed);
  }

  @Override
  public List<String> columns() {
    List<String> columns = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      columns.add("bottom_eigenvalue_" + i);
      columns.add("bottom_residual_" + i);
    }
    columns.add("bottom_converged");
    return columns;
  }

  @Override
  public void measure(Tensor point, double[] values) {
    SymmetricOperator negative =
        (v, out) -> {
          objective.hessianVector(point, v, out);
          objective.backend().scale(-1, out);
        };
    Eigenpairs pairs = tracker.track(negative);
    for (int i = 0; i < count; i++) {
      boolean found = i < pairs.count();
      values[2 * i] = found ? -pairs.value(i) : Double.NaN;
      values[2 * i + 1] = found ? pairs.residuals().get(i) : Double.NaN;
    }
    values[2 * count] = pairs.converged() ? 1 : 0;
  }

  @Override
  public void visit(Fields fields) {
    tracker.visit(fields);
  }

  /** Builds the probe from configs. */
  public static final class Factory implements ProbeFactory<Factory.Settings> {

    /** The settings of {@code bottom-eigenvalues}. */
    public record Settings(
        @Setting(value = "How many of the smallest.", byDefault = "1", atLeast = 1, atMost = 1000)
            int count,
        @Setting(
                value = "The residual at which a pair counts as found, relative to the largest.",
                byDefault = "1e-3",
                above = 0)
            double tolerance) {}

    @Override
    public Description description() {
      return new Description(
          "The smallest Hessian eigenvalues, with their residuals: how the loss curves down.");
    }

    @Override
    public Probe create(Settings settings, Context context) {
      return new BottomEigenvalues(
          context.objective(), settings.count(), settings.tolerance(), context.seed());
    }
  }
}

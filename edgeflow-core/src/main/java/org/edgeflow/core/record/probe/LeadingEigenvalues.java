package org.edgeflow.core.record.probe;

import java.util.ArrayList;
import java.util.List;
import org.edgeflow.core.checkpoint.Fields;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.settings.Description;
import org.edgeflow.core.settings.Setting;
import org.edgeflow.core.spectral.Eigenpairs;
import org.edgeflow.core.spectral.SpectralTracker;
import org.edgeflow.core.spectral.SymmetricOperator;
import org.edgeflow.core.tensor.Tensor;

/**
 * The largest Hessian eigenvalues along a trajectory, each with its residual, and whether all
 * residuals are within the tolerance: 1, or 0 where the search ended before.
 */
public final class LeadingEigenvalues implements Probe {
  private static final int PRODUCTS_EACH = 100;

  private final Objective objective;
  private final int count;
  private final SpectralTracker tracker;

  /**
   * A probe of the k largest.
   *
   * @param count k
   * @param tolerance the residual at which a pair counts as found, relative to the largest
   * @param seed for the first start; later ones are warm
   */
  public LeadingEigenvalues(Objective objective, int count, double tolerance, long seed) {
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
      columns.add("eigenvalue_" + i);
      columns.add("residual_" + i);
    }
    columns.add("converged");
    return columns;
  }

  @Override
  public void measure(Tensor point, double[] values) {
    Eigenpairs pairs = tracker.track(SymmetricOperator.hessian(objective, point));
    for (int i = 0; i < count; i++) {
      boolean found = i < pairs.values().size();
      values[2 * i] = found ? pairs.values().get(i) : Double.NaN;
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

    /** The settings of {@code eigenvalues}. */
    public record Settings(
        @Setting(value = "How many of the largest.", byDefault = "3", atLeast = 1, atMost = 1000)
            int count,
        @Setting(
                value = "The residual at which a pair counts as found, relative to the largest.",
                byDefault = "1e-3",
                above = 0)
            double tolerance) {}

    @Override
    public Description description() {
      return new Description(
          "The largest Hessian eigenvalues, with their residuals, and whether these are within the"
              + " tolerance.");
    }

    @Override
    public Probe create(Settings settings, Context context) {
      return new LeadingEigenvalues(
          context.objective(), settings.count(), settings.tolerance(), context.seed());
    }
  }
}

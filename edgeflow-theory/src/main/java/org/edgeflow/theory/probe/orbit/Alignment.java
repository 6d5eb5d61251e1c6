package org.edgeflow.theory.probe.orbit;

import java.util.ArrayList;
import java.util.List;
import org.edgeflow.core.checkpoint.Fields;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.record.probe.Probe;
import org.edgeflow.core.settings.Description;
import org.edgeflow.core.settings.Setting;
import org.edgeflow.core.spectral.Eigenpairs;
import org.edgeflow.core.spectral.SpectralTracker;
import org.edgeflow.core.spectral.SymmetricOperator;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * How much of gradient descent's oscillation δ over the next two steps, and of its step, lies along
 * the k leading eigenvectors uᵢ of the Hessian: {@code |⟨uᵢ, δ⟩|/‖δ‖} for each, the length of the
 * projection on all k over ‖δ‖, and the same of the gradient.
 */
public final class Alignment implements Probe {
  private static final int PRODUCTS_EACH = 100;

  private final Objective objective;
  private final TensorBackend backend;
  private final int count;
  private final LocalOscillation local;
  private final SpectralTracker tracker;

  Alignment(Objective objective, double learningRate, Factory.Settings settings, long seed) {
    this.objective = objective;
    this.backend = objective.backend();
    this.count = settings.count();
    this.local = new LocalOscillation(objective, learningRate);
    this.tracker =
        new SpectralTracker(
            SpectralTracker.Settings.leading(count, settings.tolerance(), count * PRODUCTS_EACH),
            backend,
            objective.dimension(),
            seed);
  }

  @Override
  public List<String> columns() {
    List<String> columns = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      columns.add("alignment_" + i);
    }
    columns.add("alignment");
    columns.add("gradient_alignment");
    columns.add("alignment_converged");
    return columns;
  }

  @Override
  public void measure(Tensor point, double[] values) {
    local.from(point);
    Eigenpairs pairs = tracker.track(SymmetricOperator.hessian(objective, point));
    double oscillation = 0;
    double gradient = 0;
    for (int i = 0; i < count; i++) {
      values[i] = Double.NaN;
      if (i < pairs.count()) {
        values[i] = share(local.oscillation(), pairs.vectors().get(i));
        oscillation = Math.hypot(oscillation, values[i]);
        gradient = Math.hypot(gradient, share(local.gradient(), pairs.vectors().get(i)));
      }
    }
    values[count] = oscillation;
    values[count + 1] = gradient;
    values[count + 2] = pairs.converged() ? 1 : 0;
  }

  private double share(Tensor whole, Tensor unit) {
    return Math.abs(backend.dot(whole, unit)) / backend.norm(whole);
  }

  @Override
  public void visit(Fields fields) {
    tracker.visit(fields);
  }

  /** Builds the probe from configs. */
  public static final class Factory implements OrbitProbeFactory<Factory.Settings> {

    /** The settings of {@code alignment}. */
    public record Settings(
        @Setting(
                value = "How many leading eigenvectors.",
                byDefault = "1",
                atLeast = 1,
                atMost = 1000)
            int count,
        @Setting(
                value = "The residual at which a pair counts as found, relative to the largest.",
                byDefault = "1e-4",
                above = 0)
            double tolerance) {}

    @Override
    public Description description() {
      return new Description(
          "How much of gradient descent's oscillation, and of its gradient, lies along the leading"
              + " eigenvectors.");
    }

    @Override
    public Probe create(Settings settings, Context context) {
      return new Alignment(
          context.objective(), context.rule().learningRate(), settings, context.seed());
    }
  }
}

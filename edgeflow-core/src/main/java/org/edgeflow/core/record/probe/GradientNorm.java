package org.edgeflow.core.record.probe;

import java.util.List;
import org.edgeflow.core.checkpoint.Fields;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.settings.Description;
import org.edgeflow.core.settings.NoSettings;
import org.edgeflow.core.tensor.Tensor;

/** {@code ‖g‖₂} along a trajectory. */
public final class GradientNorm implements Probe {
  private final Objective objective;
  private final Tensor gradient;

  /** A probe on an objective. */
  public GradientNorm(Objective objective) {
    this.objective = objective;
    this.gradient = objective.backend().zeros(objective.dimension());
  }

  @Override
  public List<String> columns() {
    return List.of("gradient_norm");
  }

  @Override
  public void measure(Tensor point, double[] values) {
    objective.lossAndGradient(point, gradient);
    values[0] = objective.backend().norm(gradient);
  }

  @Override
  public void visit(Fields fields) {
    // The norm of one gradient needs no other.
  }

  /** Builds the probe from configs. */
  public static final class Factory implements ProbeFactory<NoSettings> {

    @Override
    public Description description() {
      return new Description("The Euclidean norm of the gradient.");
    }

    @Override
    public Probe create(NoSettings settings, Context context) {
      return new GradientNorm(context.objective());
    }
  }
}

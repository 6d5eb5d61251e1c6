package org.edgeflow.theory.probe.orbit;

import java.util.List;
import org.edgeflow.core.checkpoint.Fields;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.record.probe.Probe;
import org.edgeflow.core.settings.Description;
import org.edgeflow.core.settings.NoSettings;
import org.edgeflow.core.tensor.Tensor;

/**
 * How near the edge of stability the step itself is: with {@code ΔL = L(w − ηg) − L(w)},
 *
 * <pre>  e = 1 + ΔL / (η ‖g‖²)  =  ½η gᵀHg/‖g‖² + O(η²)</pre>
 *
 * 0 for a step so small that the loss falls by {@code η‖g‖²}, 1 where the step neither lowers nor
 * raises it; {@code ½ηλ} where g is an eigenvector. One gradient and one loss, no HVP.
 */
public final class RealizedEdge implements Probe {
  private final Objective objective;
  private final double learningRate;
  private final Tensor gradient;
  private final Tensor next;

  RealizedEdge(Objective objective, double learningRate) {
    this.objective = objective;
    this.learningRate = learningRate;
    this.gradient = objective.backend().zeros(objective.dimension());
    this.next = objective.backend().zeros(objective.dimension());
  }

  @Override
  public List<String> columns() {
    return List.of("realized_edge");
  }

  @Override
  public void measure(Tensor point, double[] values) {
    double before = objective.lossAndGradient(point, gradient);
    objective.backend().combine(1, point, -learningRate, gradient, next);
    double change = objective.loss(next) - before;
    values[0] = 1 + change / (learningRate * objective.backend().dot(gradient, gradient));
  }

  @Override
  public void visit(Fields fields) {
    // It remembers nothing.
  }

  /** Builds the probe from configs. */
  public static final class Factory implements OrbitProbeFactory<NoSettings> {

    @Override
    public Description description() {
      return new Description(
          "1 + ΔL/(η‖g‖²) of gradient descent's step from here: 1 where it no longer lowers the"
              + " loss.");
    }

    @Override
    public Probe create(NoSettings settings, Context context) {
      return new RealizedEdge(context.objective(), context.rule().learningRate());
    }
  }
}

package org.edgeflow.theory.probe.orbit;

import java.util.Arrays;
import java.util.List;
import org.edgeflow.core.checkpoint.Fields;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.record.probe.Probe;
import org.edgeflow.core.settings.Description;
import org.edgeflow.core.settings.Setting;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;

/**
 * The reduced dynamics of self-stabilization (arXiv 2209.15594) at the centre A of two steps of
 * gradient descent. With the sharpness S, its direction u, {@code y = S − 2/η} and x the length of
 * the oscillation along u,
 *
 * <pre>
 *   x ← −(1 + ηy) x,   y ← y + η (α − ½βx²),   α = −∇L·P∇S,  β = ‖P∇S‖²,  P = I − uuᵀ
 *   energy  ½y² + ¼βx² − α ln|x|
 * </pre>
 *
 * whose fixed point is the amplitude {@code √(2α/β)} at {@code y = 0}; small loops around it take
 * {@code 2π/(η√(2α))} iterations. Where {@code α ≤ 0} there is no progressive sharpening, and
 * amplitude and period are NaN.
 */
public final class SelfStabilizationProbe implements Probe {
  private final Objective objective;
  private final TensorBackend backend;
  private final double learningRate;
  private final LocalOscillation local;
  private final TopCurvature top;
  private final Tensor gradient;

  SelfStabilizationProbe(
      Objective objective, double learningRate, Factory.Settings settings, long seed) {
    this.objective = objective;
    this.backend = objective.backend();
    this.learningRate = learningRate;
    this.local = new LocalOscillation(objective, learningRate);
    this.top = new TopCurvature(objective, settings.step(), settings.tolerance(), seed);
    this.gradient = backend.zeros(objective.dimension());
  }

  @Override
  public List<String> columns() {
    return List.of(
        "stabilization_alpha",
        "stabilization_beta",
        "stabilization_x",
        "stabilization_y",
        "stabilization_energy",
        "stabilization_amplitude",
        "stabilization_period");
  }

  @Override
  public void measure(Tensor point, double[] values) {
    Arrays.fill(values, Double.NaN);
    local.from(point);
    if (!top.measure(local.centre())) {
      return;
    }
    objective.lossAndGradient(local.centre(), gradient);
    Tensor u = top.direction();
    Tensor slope = top.slope();
    backend.axpy(-backend.dot(u, slope), u, slope);
    double alpha = -backend.dot(gradient, slope);
    double beta = backend.dot(slope, slope);
    double x = Math.abs(backend.dot(u, local.oscillation()));
    double y = top.sharpness() - 2 / learningRate;
    values[0] = alpha;
    values[1] = beta;
    values[2] = x;
    values[3] = y;
    values[4] = 0.5 * y * y + 0.25 * beta * x * x - alpha * Math.log(x);
    if (alpha > 0) {
      values[5] = Math.sqrt(2 * alpha / beta);
      values[6] = 2 * Math.PI / (learningRate * Math.sqrt(2 * alpha));
    }
  }

  @Override
  public void visit(Fields fields) {
    top.visit(fields);
  }

  /** Builds the probe from configs. */
  public static final class Factory implements OrbitProbeFactory<Factory.Settings> {

    /** The settings of {@code self-stabilization}. */
    public record Settings(
        @Setting(
                value = "The step of the differences along u, in units of the parameters.",
                byDefault = "0.01",
                above = 0)
            double step,
        @Setting(
                value = "The residual at which the eigenvector counts as found, relative to λ.",
                byDefault = "1e-6",
                above = 0)
            double tolerance) {}

    @Override
    public Description description() {
      return new Description(
          "α, β, x, y and the energy of self-stabilization, and the amplitude and period that they"
              + " predict.",
          "arXiv 2209.15594, 2609.01034");
    }

    @Override
    public Probe create(Settings settings, Context context) {
      return new SelfStabilizationProbe(
          context.objective(), context.rule().learningRate(), settings, context.seed());
    }
  }
}

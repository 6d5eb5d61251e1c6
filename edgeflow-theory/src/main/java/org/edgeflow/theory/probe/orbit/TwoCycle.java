package org.edgeflow.theory.probe.orbit;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.edgeflow.core.checkpoint.Fields;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.record.probe.Probe;
import org.edgeflow.core.settings.Description;
import org.edgeflow.core.settings.Setting;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.hipparchus.complex.Complex;

/**
 * The orbit of period two of gradient descent nearest to a point, in the sense of Newton's method
 * ({@link PeriodTwoOrbit}; arXiv 2206.04172, 2604.20446): how far the point is from it, half its
 * extent ‖δ‖ (0: a stationary point), its mean loss, its stability, and the edge coupling {@code
 * η/2 · δᵀ(g₊ − g₋)/(2‖δ‖²)}, 1 on every orbit (NaN at a stationary point).
 *
 * <p>The multiplier is the eigenvalue of largest modulus of {@code (I − ηH₋)(I − ηH₊)} among those
 * that the oscillation itself excites; the radius is the largest modulus of all. The orbit is
 * stable where both are below 1 in modulus; flat directions have a multiplier of 1. A complex
 * multiplier is written as its modulus with the sign of its real part.
 *
 * <p>Nothing is remembered. One Newton step costs two gradients and two HVPs a product.
 */
public final class TwoCycle implements Probe {
  private final TensorBackend backend;
  private final double learningRate;
  private final PeriodTwoOrbit orbit;
  private final Tensor start;

  TwoCycle(Objective objective, double learningRate, Factory.Settings settings, long seed) {
    this.backend = objective.backend();
    this.learningRate = learningRate;
    this.orbit =
        new PeriodTwoOrbit(
            objective, learningRate, settings.tolerance(), settings.flat(), settings.products());
    SplittableRandom random = new SplittableRandom(seed);
    double[] values = random.doubles(objective.dimension(), -1, 1).toArray();
    this.start = backend.of(values, values.length);
  }

  @Override
  public List<String> columns() {
    return List.of(
        "cycle_distance",
        "cycle_amplitude",
        "cycle_loss",
        "cycle_coupling",
        "cycle_multiplier",
        "cycle_radius",
        "cycle_residual",
        "cycle_converged");
  }

  @Override
  public void measure(Tensor point, double[] values) {
    Arrays.fill(values, Double.NaN);
    boolean found = orbit.search(point);
    values[6] = orbit.residual();
    values[7] = found ? 1 : 0;
    if (!found) {
      return;
    }
    values[0] = orbit.distance(point);
    values[1] = backend.norm(orbit.oscillation());
    values[2] = orbit.meanLoss();
    boolean stationary = orbit.isStationary();
    values[3] = stationary ? Double.NaN : orbit.chordCurvature() * learningRate / 2;
    values[4] = signed(orbit.multiplier(stationary ? start : orbit.oscillation()));
    values[5] = orbit.multiplier(start).norm();
  }

  private static double signed(Complex multiplier) {
    return Math.copySign(multiplier.norm(), multiplier.getReal());
  }

  @Override
  public void visit(Fields fields) {
    // It remembers nothing.
  }

  /** Builds the probe from configs. */
  public static final class Factory implements OrbitProbeFactory<Factory.Settings> {

    /** The settings of {@code two-cycle}. */
    public record Settings(
        @Setting(
                value = "The length of Newton's last step, relative to the orbit's place.",
                byDefault = "1e-12",
                above = 0)
            double tolerance,
        @Setting(
                value = "The most products of one Newton step, and of a multiplier.",
                byDefault = "60",
                atLeast = 1,
                atMost = 10_000)
            int products,
        @Setting(
                value = "Eigenvalues smaller than this share of the largest count as flat.",
                byDefault = "1e-10",
                atLeast = 0,
                atMost = 1)
            double flat) {}

    @Override
    public Description description() {
      return new Description(
          "The orbit of period two nearest to a point: the distance to it, its amplitude, loss and"
              + " stability.",
          "arXiv 2206.04172, 2604.20446");
    }

    @Override
    public Probe create(Settings settings, Context context) {
      return new TwoCycle(
          context.objective(), context.rule().learningRate(), settings, context.seed());
    }
  }
}

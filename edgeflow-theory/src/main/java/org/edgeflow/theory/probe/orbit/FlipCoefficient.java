package org.edgeflow.theory.probe.orbit;

import java.util.List;
import org.edgeflow.core.checkpoint.Fields;
import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.record.probe.Probe;
import org.edgeflow.core.settings.Description;
import org.edgeflow.core.settings.Setting;
import org.edgeflow.core.spectral.SymmetricOperator;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.theory.probe.krylov.Lanczos;

/**
 * What becomes of gradient descent when the sharpness at a minimum crosses {@code 2/η} (arXiv
 * 2606.15551, 2604.02653): with u the leading eigenvector,
 *
 * <pre>  𝒬 = ⅙ ∇⁴L[u, u, u, u] − ½ ⟨T, H⁺T⟩,   T = ∇³L[u, u, ·]</pre>
 *
 * H⁺ the pseudo-inverse on the directions that are not flat; the first Lyapunov coefficient of the
 * flip bifurcation is {@code −η𝒬}. Where {@code 𝒬 < 0} the edge is stable, with an orbit of
 * period two of {@code amplitude² = (2/η − λ)/𝒬} beyond it; where {@code 𝒬 > 0} there is none,
 * and a catapult. In one dimension {@code 𝒬 < 0} iff {@code 3L‴² > L″L⁗}.
 *
 * <p>H⁺T comes from the Lanczos process that starts at T: the Krylov space of conjugate gradients,
 * from which flat directions can be left out. It is defined at a minimum; elsewhere directions of
 * negative curvature are left out, too.
 */
public final class FlipCoefficient implements Probe {
  private final Objective objective;
  private final double learningRate;
  private final double flat;
  private final TopCurvature top;
  private final Lanczos lanczos;

  /** A probe on an objective. */
  FlipCoefficient(Objective objective, double learningRate, Factory.Settings settings, long seed) {
    this.objective = objective;
    this.learningRate = learningRate;
    this.flat = settings.flat();
    this.top = new TopCurvature(objective, settings.step(), settings.tolerance(), seed);
    this.lanczos = new Lanczos(objective.backend(), objective.dimension(), settings.products());
  }

  @Override
  public List<String> columns() {
    return List.of(
        "flip_quartic", "flip_transverse", "flip_coefficient", "flip_amplitude", "flip_converged");
  }

  @Override
  public void measure(Tensor point, double[] values) {
    java.util.Arrays.fill(values, Double.NaN);
    values[4] = 0;
    if (!top.measure(point)) {
      return;
    }
    double transverse = 0;
    if (lanczos.run(SymmetricOperator.hessian(objective, point), top.slope())) {
      transverse = -0.5 * lanczos.form(lanczos.positiveInverse(flat));
    }
    double coefficient = top.fourth() / 6 + transverse;
    values[0] = top.fourth() / 6;
    values[1] = transverse;
    values[2] = coefficient;
    // Beyond the edge of a stable flip, or below that of an unstable one; NaN elsewhere.
    values[3] = Math.sqrt((2 / learningRate - top.sharpness()) / coefficient);
    values[4] = top.converged() ? 1 : 0;
  }

  @Override
  public void visit(Fields fields) {
    top.visit(fields);
  }

  /** Builds the probe from configs. */
  public static final class Factory implements OrbitProbeFactory<Factory.Settings> {

    /** The settings of {@code flip-coefficient}. */
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
            double tolerance,
        @Setting(
                value = "The most Hessian-vector products that H⁺T takes.",
                byDefault = "100",
                atLeast = 1,
                atMost = 10_000)
            int products,
        @Setting(
                value = "Eigenvalues smaller than this share of the largest count as flat.",
                byDefault = "1e-6",
                atLeast = 0,
                atMost = 1)
            double flat) {}

    @Override
    public Description description() {
      return new Description(
          "The coefficient 𝒬 of the flip bifurcation at the edge, with its transverse term: below"
              + " 0 the edge is stable, above 0 there is a catapult.",
          "arXiv 2606.15551, 2604.02653");
    }

    @Override
    public Probe create(Settings settings, Context context) {
      return new FlipCoefficient(
          context.objective(), context.rule().learningRate(), settings, context.seed());
    }
  }
}

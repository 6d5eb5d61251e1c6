package org.edgeflow.core.objective.closedform;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.edgeflow.core.objective.ObjectiveFactory;
import org.edgeflow.core.objective.Problem;
import org.edgeflow.core.settings.Description;
import org.edgeflow.core.settings.Setting;

/**
 * {@code L(w) = ½ wᵀ A w} with {@code A = Q diag(λ) Q}, {@code Q = I − 2 q qᵀ} a reflection (or the
 * identity).
 *
 * <p>Edge Flow has a closed form here: {@code c(t) = e^{−ηAt} c₀}, {@code u(t) ∝ e^{ηAt} u₀},
 * {@code r(t) = r₀ e^{−2t} ‖e^{ηAt} u₀‖}.
 */
public final class Quadratic implements ClosedForm {
  private final double[] eigenvalues;
  private final double[] normal;
  private final double[] reflected;

  /** With A = diag(λ). */
  public Quadratic(double... eigenvalues) {
    this(eigenvalues, new double[eigenvalues.length]);
  }

  /**
   * With A = Q diag(λ) Q.
   *
   * @param normal q, of length 1, or zeros for the identity; copied
   */
  public Quadratic(double[] eigenvalues, double[] normal) {
    this.eigenvalues = eigenvalues.clone();
    this.normal = normal.clone();
    this.reflected = new double[eigenvalues.length];
  }

  @Override
  public int dimension() {
    return eigenvalues.length;
  }

  @Override
  public double lossAndGradient(double[] w, double[] gradient) {
    hessianVector(w, w, gradient);
    double loss = 0;
    for (int i = 0; i < w.length; i++) {
      loss += 0.5 * w[i] * gradient[i];
    }
    return loss;
  }

  @Override
  public void hessianVector(double[] w, double[] v, double[] product) {
    reflect(v, reflected);
    for (int i = 0; i < reflected.length; i++) {
      reflected[i] *= eigenvalues[i];
    }
    reflect(reflected, product);
  }

  private void reflect(double[] from, double[] to) {
    double along = 0;
    for (int i = 0; i < from.length; i++) {
      along += normal[i] * from[i];
    }
    for (int i = 0; i < from.length; i++) {
      to[i] = from[i] - 2 * along * normal[i];
    }
  }

  /** Builds quadratics from configs. */
  public static final class Factory implements ObjectiveFactory<Factory.Settings> {

    /** The settings of {@code quadratic}. */
    public record Settings(
        @Setting("The eigenvalues of A.") List<Double> eigenvalues,
        @Setting("The initial parameters, one for each eigenvalue.") List<Double> start,
        @Setting(
                value =
                    "Whether the eigenvectors are turned away from the axes (by the run's seed).",
                byDefault = "false")
            boolean rotated) {
      /** Checks the lengths. */
      public Settings {
        if (eigenvalues.isEmpty() || eigenvalues.size() != start.size()) {
          throw new IllegalArgumentException(
              "'eigenvalues' has "
                  + eigenvalues.size()
                  + " numbers and 'start' "
                  + start.size()
                  + "; expected equally many, at least one");
        }
      }
    }

    @Override
    public Description description() {
      return new Description("½ wᵀAw, where every flow has a closed form.");
    }

    @Override
    public Problem create(Settings settings, Context context) {
      double[] eigenvalues = ClosedForms.array(settings.eigenvalues());
      double[] normal = new double[eigenvalues.length];
      if (settings.rotated()) {
        SplittableRandom random = new SplittableRandom(context.seed());
        double square = 0;
        for (int i = 0; i < normal.length; i++) {
          normal[i] = random.nextDouble(-1, 1);
          square += normal[i] * normal[i];
        }
        for (int i = 0; i < normal.length; i++) {
          normal[i] /= Math.sqrt(square);
        }
      }
      List<String> names = IntStream.range(0, eigenvalues.length).mapToObj(i -> "w" + i).toList();
      return ClosedForms.problem(
          new Quadratic(eigenvalues, normal),
          ClosedForms.array(settings.start()),
          names.size() <= 8 ? names : List.of(),
          context);
    }
  }
}

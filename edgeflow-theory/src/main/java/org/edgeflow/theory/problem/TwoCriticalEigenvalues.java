package org.edgeflow.theory.problem;

import java.util.List;
import org.edgeflow.core.objective.ObjectiveFactory;
import org.edgeflow.core.objective.Problem;
import org.edgeflow.core.objective.closedform.ClosedForm;
import org.edgeflow.core.objective.closedform.ClosedForms;
import org.edgeflow.core.settings.Description;
import org.edgeflow.core.settings.Setting;

/**
 * Two sharp directions whose block of the Hessian is free, in {@code (x₁, x₂, y₁, y₂, y₃)}:
 *
 * <pre>
 *   f = ½ xᵀH[y]x + ½ζ (x₁³ + x₂³) + ε (−x₁ − 2y₁ − y₂ − y₃),
 *   H[y] = ( y₁     y₃/√2 )
 *          ( y₃/√2  y₂    )
 * </pre>
 *
 * <p>Both eigenvalues of H[y] rise to {@code 2/η}. With two of them critical there is, in general,
 * no fixed point where the sharpening is balanced, and the fluctuations persist (arXiv 2609.01034,
 * Fig. 2, with ζ = 1).
 *
 * @param skew ζ
 * @param drift ε
 */
public record TwoCriticalEigenvalues(double skew, double drift) implements ClosedForm {
  private static final double HALF_ROOT = Math.sqrt(0.5);

  @Override
  public int dimension() {
    return 5;
  }

  @Override
  public double lossAndGradient(double[] w, double[] gradient) {
    double a = w[0];
    double b = w[1];
    double mixed = HALF_ROOT * w[4];
    gradient[0] = w[2] * a + mixed * b + 1.5 * skew * a * a - drift;
    gradient[1] = mixed * a + w[3] * b + 1.5 * skew * b * b;
    gradient[2] = 0.5 * a * a - 2 * drift;
    gradient[3] = 0.5 * b * b - drift;
    gradient[4] = HALF_ROOT * a * b - drift;
    return 0.5 * (w[2] * a * a + w[3] * b * b)
        + mixed * a * b
        + 0.5 * skew * (a * a * a + b * b * b)
        - drift * (a + 2 * w[2] + w[3] + w[4]);
  }

  @Override
  public void hessianVector(double[] w, double[] v, double[] product) {
    double a = w[0];
    double b = w[1];
    double mixed = HALF_ROOT * w[4];
    product[0] = (w[2] + 3 * skew * a) * v[0] + mixed * v[1] + a * v[2] + HALF_ROOT * b * v[4];
    product[1] = mixed * v[0] + (w[3] + 3 * skew * b) * v[1] + b * v[3] + HALF_ROOT * a * v[4];
    product[2] = a * v[0];
    product[3] = b * v[1];
    product[4] = HALF_ROOT * (b * v[0] + a * v[1]);
  }

  /** Builds the problem from configs. */
  public static final class Factory implements ObjectiveFactory<Factory.Settings> {

    /** The settings of {@code two-critical-eigenvalues}. */
    public record Settings(
        @Setting(value = "The skew ζ of the walls.", byDefault = "1") double skew,
        @Setting(value = "The slope ε along the valleys.", byDefault = "0.01", above = 0)
            double drift,
        @Setting(value = "The initial x₁, x₂, y₁, y₂, y₃.", byDefault = "[0.05, 0.05, 6, 6, 0]")
            List<Double> start) {
      /** Checks the length. */
      public Settings {
        ClosedForms.checkStart(start, 5, "x1, x2, y1, y2, y3");
      }
    }

    @Override
    public Description description() {
      return new Description(
          "Two sharp directions with a free 2 × 2 block of the Hessian: with two critical"
              + " eigenvalues the fluctuations persist.",
          "arXiv 2609.01034, Fig. 2");
    }

    @Override
    public Problem create(Settings settings, Context context) {
      return ClosedForms.problem(
          new TwoCriticalEigenvalues(settings.skew(), settings.drift()),
          ClosedForms.array(settings.start()),
          List.of("x1", "x2", "y1", "y2", "y3"),
          context);
    }
  }
}

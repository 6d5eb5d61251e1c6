package org.edgeflow.theory.problem;

import java.util.List;
import org.edgeflow.core.objective.ObjectiveFactory;
import org.edgeflow.core.objective.Problem;
import org.edgeflow.core.objective.closedform.ClosedForm;
import org.edgeflow.core.objective.closedform.ClosedForms;
import org.edgeflow.core.settings.Description;
import org.edgeflow.core.settings.Setting;

/**
 * {@code f(x, y) = ½λx² + ½μy² + γx²y}: a minimum at 0 whose sharp direction x has neither a third
 * nor a fourth derivative, so that what becomes of it at the edge is decided by the other one.
 *
 * <p>The oscillation in x pushes y to {@code −γr²/μ}, where the curvature along x is {@code λ −
 * 2γ²r²/μ}: the flip coefficient is {@code 𝒬 = −2γ²/μ}, and the orbit of period two has {@code r²
 * = μ(λ − 2/η)/(2γ²)} exactly (after arXiv 2606.15551).
 *
 * @param sharp λ
 * @param transverse μ
 * @param coupling γ
 */
public record TransverseCoupling(double sharp, double transverse, double coupling)
    implements ClosedForm {
  @Override
  public int dimension() {
    return 2;
  }

  @Override
  public double lossAndGradient(double[] w, double[] gradient) {
    double x = w[0];
    double y = w[1];
    gradient[0] = sharp * x + 2 * coupling * x * y;
    gradient[1] = transverse * y + coupling * x * x;
    return 0.5 * sharp * x * x + 0.5 * transverse * y * y + coupling * x * x * y;
  }

  @Override
  public void hessianVector(double[] w, double[] v, double[] product) {
    product[0] = (sharp + 2 * coupling * w[1]) * v[0] + 2 * coupling * w[0] * v[1];
    product[1] = 2 * coupling * w[0] * v[0] + transverse * v[1];
  }

  /** Builds the problem from configs. */
  public static final class Factory implements ObjectiveFactory<Factory.Settings> {

    /** The settings of {@code transverse-coupling}. */
    public record Settings(
        @Setting(value = "The curvature λ along x.", byDefault = "2.05", above = 0) double sharp,
        @Setting(value = "The curvature μ along y.", byDefault = "0.7", above = 0)
            double transverse,
        @Setting(value = "The coupling γ.", byDefault = "0.4") double coupling,
        @Setting(value = "The initial x and y.", byDefault = "[0.1, 0]") List<Double> start) {
      /** Checks the length. */
      public Settings {
        ClosedForms.checkStart(start, 2, "x and y");
      }
    }

    @Override
    public Description description() {
      return new Description(
          "½λx² + ½μy² + γx²y: an edge of stability that only its transverse direction makes"
              + " stable.",
          "after arXiv 2606.15551");
    }

    @Override
    public Problem create(Settings settings, Context context) {
      return ClosedForms.problem(
          new TransverseCoupling(settings.sharp(), settings.transverse(), settings.coupling()),
          ClosedForms.array(settings.start()),
          List.of("x", "y"),
          context);
    }
  }
}

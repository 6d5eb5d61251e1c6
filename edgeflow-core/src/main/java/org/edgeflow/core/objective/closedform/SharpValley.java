package org.edgeflow.core.objective.closedform;

import java.util.List;
import org.edgeflow.core.objective.ObjectiveFactory;
import org.edgeflow.core.objective.Problem;
import org.edgeflow.core.settings.Description;
import org.edgeflow.core.settings.Setting;

/**
 * {@code f(x, y) = ½ (y + ζx) x² + ε (−x − y)}: a valley along y whose sharpness is y itself.
 *
 * <p>GD drifts along the valley until {@code y = 2/η}, then stabilizes itself: oscillations in x
 * push y back, with a period of about {@code ε^{−1/2}}, damped for {@code ζ = 1} and growing for
 * {@code ζ = 0} (arXiv 2609.01034, eq. 4.1).
 *
 * @param skew ζ, the third derivative along the sharp direction, over 3
 * @param drift ε, the slope along the valley
 */
public record SharpValley(double skew, double drift) implements ClosedForm {
  @Override
  public int dimension() {
    return 2;
  }

  @Override
  public double lossAndGradient(double[] w, double[] gradient) {
    double x = w[0];
    double y = w[1];
    gradient[0] = y * x + 1.5 * skew * x * x - drift;
    gradient[1] = 0.5 * x * x - drift;
    return 0.5 * (y + skew * x) * x * x - drift * (x + y);
  }

  @Override
  public void hessianVector(double[] w, double[] v, double[] product) {
    double x = w[0];
    double y = w[1];
    product[0] = (y + 3 * skew * x) * v[0] + x * v[1];
    product[1] = x * v[0];
  }

  /** Builds sharp valleys from configs. */
  public static final class Factory implements ObjectiveFactory<Factory.Settings> {

    /** The settings of {@code sharp-valley}. */
    public record Settings(
        @Setting(value = "The skew ζ of the valley's walls.", byDefault = "1") double skew,
        @Setting(value = "The slope ε along the valley.", byDefault = "0.01", above = 0)
            double drift,
        @Setting(value = "The initial parameters, x and y.", byDefault = "[0.05, 6.3]")
            List<Double> start) {
      /** Checks the length. */
      public Settings {
        ClosedForms.checkStart(start, 2, "x and y");
      }
    }

    @Override
    public Description description() {
      return new Description(
          "A valley whose sharpness grows along its floor: the smallest model of the edge.",
          "arXiv 2609.01034, eq. 4.1");
    }

    @Override
    public Problem create(Settings settings, Context context) {
      return ClosedForms.problem(
          new SharpValley(settings.skew(), settings.drift()),
          ClosedForms.array(settings.start()),
          List.of("x", "y"),
          context);
    }
  }
}

package org.edgeflow.core.objective.closedform;

import java.util.List;
import org.edgeflow.core.objective.ObjectiveFactory;
import org.edgeflow.core.objective.Problem;
import org.edgeflow.core.settings.Description;
import org.edgeflow.core.settings.Setting;

/**
 * {@code L(w) = ½ S w² − ¼ Q w⁴}: a well whose walls soften.
 *
 * <p>For {@code S > 2/η} GD settles on the period-2 orbit {@code ±r}, {@code r² = (S − 2/η)/Q}. The
 * chord closure of Edge Flow has its fixed point there; with the centre closure the magnitude grows
 * for ever.
 *
 * @param curvature S
 * @param softening Q
 */
public record Quartic(double curvature, double softening) implements ClosedForm {
  @Override
  public int dimension() {
    return 1;
  }

  @Override
  public double lossAndGradient(double[] w, double[] gradient) {
    double square = w[0] * w[0];
    gradient[0] = (curvature - softening * square) * w[0];
    return (0.5 * curvature - 0.25 * softening * square) * square;
  }

  @Override
  public void hessianVector(double[] w, double[] v, double[] product) {
    product[0] = (curvature - 3 * softening * w[0] * w[0]) * v[0];
  }

  /** Builds quartics from configs. */
  public static final class Factory implements ObjectiveFactory<Factory.Settings> {

    /** The settings of {@code quartic}. */
    public record Settings(
        @Setting(value = "The sharpness at the bottom, S.", byDefault = "2.2", above = 0)
            double curvature,
        @Setting(
                value =
                    "How fast the walls soften, Q; below 0 they stiffen, and there is no orbit.",
                byDefault = "1")
            double softening,
        @Setting(value = "The initial parameter.", byDefault = "0.1") double start) {}

    @Override
    public Description description() {
      return new Description(
          "½Sw² − ¼Qw⁴, where gradient descent settles on a period-2 orbit.",
          "arXiv 2602.01480 (the check of Rod Flow)");
    }

    @Override
    public Problem create(Settings settings, Context context) {
      return ClosedForms.problem(
          new Quartic(settings.curvature(), settings.softening()),
          new double[] {settings.start()},
          List.of("w"),
          context);
    }
  }
}

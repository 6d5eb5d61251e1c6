package org.edgeflow.theory.problem;

import java.util.List;
import org.edgeflow.core.objective.ObjectiveFactory;
import org.edgeflow.core.objective.Problem;
import org.edgeflow.core.objective.closedform.ClosedForm;
import org.edgeflow.core.objective.closedform.ClosedForms;
import org.edgeflow.core.settings.Description;
import org.edgeflow.core.settings.Setting;

/**
 * {@code L(z) = ¼ (z² − σ)²} in one coordinate.
 *
 * <p>The sharpness at the minimum {@code √σ} is {@code 2σ}, so gradient descent is at the edge of
 * stability where {@code K = ησ = 1}. Beyond, it has an orbit of period two around that minimum,
 *
 * <pre>  z₁ z₂ = 1/η,   z₁² + z₂² = (K + 1)/η,   multiplier of the second iterate 9 − 2(1 + K)²,
 * </pre>
 *
 * superstable at {@code K = √4.5 − 1} and stable up to {@code K = √5 − 1}, whence an orbit of
 * period four takes over (arXiv 2206.04172, 2604.20446).
 *
 * @param well σ, the square of the minima
 */
public record DoubleWell(double well) implements ClosedForm {
  @Override
  public int dimension() {
    return 1;
  }

  @Override
  public double lossAndGradient(double[] w, double[] gradient) {
    double error = w[0] * w[0] - well;
    gradient[0] = w[0] * error;
    return 0.25 * error * error;
  }

  @Override
  public void hessianVector(double[] w, double[] v, double[] product) {
    product[0] = (3 * w[0] * w[0] - well) * v[0];
  }

  /** Builds double wells from configs. */
  public static final class Factory implements ObjectiveFactory<Factory.Settings> {

    /** The settings of {@code double-well}. */
    public record Settings(
        @Setting(value = "σ, the square of the two minima.", byDefault = "1", above = 0)
            double well,
        @Setting(value = "The initial z.", byDefault = "1.1") double start) {}

    @Override
    public Description description() {
      return new Description(
          "¼(z² − σ)²: the loss whose orbits of period two are known for every learning rate.",
          "arXiv 2206.04172, 2604.20446");
    }

    @Override
    public Problem create(Settings settings, Context context) {
      return ClosedForms.problem(
          new DoubleWell(settings.well()), new double[] {settings.start()}, List.of("z"), context);
    }
  }
}

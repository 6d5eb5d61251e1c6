package org.edgeflow.core.objective.closedform;

import java.util.List;
import org.edgeflow.core.objective.ObjectiveFactory;
import org.edgeflow.core.objective.Problem;
import org.edgeflow.core.settings.Description;
import org.edgeflow.core.settings.Setting;

/**
 * Two sharp valleys that share their floors, in {@code (x₁, x₂, y₁, y₂)}:
 *
 * <pre>  f = ½ Σᵢ (yᵢ + γ yⱼ + ζ xᵢ) xᵢ² − ε Σᵢ (xᵢ + yᵢ),   j the other index</pre>
 *
 * <p>The sharpness along {@code xᵢ} is {@code yᵢ + γ yⱼ}, so that with {@code γ > 0} an oscillation
 * in one direction lowers the sharpness of both; {@code γ = 0} is two copies of {@link
 * SharpValley}. The problem extends arXiv 2609.01034, eq. 4.1; the coupling is ours.
 *
 * @param skew ζ
 * @param drift ε
 * @param coupling γ
 */
public record TwoSharpDirections(double skew, double drift, double coupling) implements ClosedForm {
  @Override
  public int dimension() {
    return 4;
  }

  @Override
  public double lossAndGradient(double[] w, double[] gradient) {
    double loss = 0;
    for (int i = 0; i < 2; i++) {
      double x = w[i];
      double other = w[1 - i];
      double curvature = curvature(w, i);
      loss += 0.5 * (curvature + skew * x) * x * x - drift * (x + w[2 + i]);
      gradient[i] = curvature * x + 1.5 * skew * x * x - drift;
      gradient[2 + i] = 0.5 * (x * x + coupling * other * other) - drift;
    }
    return loss;
  }

  @Override
  public void hessianVector(double[] w, double[] v, double[] product) {
    for (int i = 0; i < 2; i++) {
      double x = w[i];
      double other = w[1 - i];
      product[i] = (curvature(w, i) + 3 * skew * x) * v[i] + x * curvature(v, i);
      product[2 + i] = x * v[i] + coupling * other * v[1 - i];
    }
  }

  private double curvature(double[] w, int i) {
    return w[2 + i] + coupling * w[3 - i];
  }

  /** Builds the problem from configs. */
  public static final class Factory implements ObjectiveFactory<Factory.Settings> {

    /** The settings of {@code two-sharp-directions}. */
    public record Settings(
        @Setting(value = "The skew ζ of the valleys' walls.", byDefault = "1") double skew,
        @Setting(value = "The slope ε along the valleys.", byDefault = "0.01", above = 0)
            double drift,
        @Setting(
                value = "How much one floor's height sharpens the other valley, γ.",
                byDefault = "0.2",
                atLeast = 0)
            double coupling,
        @Setting(value = "The initial x₁, x₂, y₁, y₂.", byDefault = "[0, 0, 4.5, 5]")
            List<Double> start) {
      /** Checks the length. */
      public Settings {
        ClosedForms.checkStart(start, 4, "x1, x2, y1, y2");
      }
    }

    @Override
    public Description description() {
      return new Description(
          "Two coupled sharp valleys: two eigenvalues reach the edge, one after the other.",
          "extends arXiv 2609.01034, eq. 4.1");
    }

    @Override
    public Problem create(Settings settings, Context context) {
      return ClosedForms.problem(
          new TwoSharpDirections(settings.skew(), settings.drift(), settings.coupling()),
          ClosedForms.array(settings.start()),
          List.of("x1", "x2", "y1", "y2"),
          context);
    }
  }
}

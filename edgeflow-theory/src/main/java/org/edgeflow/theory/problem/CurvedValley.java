package org.edgeflow.theory.problem;

import java.util.List;
import org.edgeflow.core.objective.ObjectiveFactory;
import org.edgeflow.core.objective.Problem;
import org.edgeflow.core.objective.closedform.ClosedForm;
import org.edgeflow.core.objective.closedform.ClosedForms;
import org.edgeflow.core.settings.Description;
import org.edgeflow.core.settings.Setting;

/**
 * {@code f(x, y) = ½ (s + κy + ζφ) φ² − εy, φ = x − ½by²}: a valley whose floor φ = 0 bends and
 * slopes, and whose walls get steeper along it. Gradient descent goes down the floor until its
 * walls are too steep, and from there bounces between them.
 *
 * <p>On the floor one eigenvalue of the Hessian is zero, and the other {@code (s + κy)(1 + b²y²)},
 * along {@code (1, −by)}: the edge is where it is 2/η. With {@code b = 0} it is the sharp valley,
 * but for the slope across; as there, the bouncing settles where the walls are skewed enough.
 *
 * <p>It is the picture with which papers on the edge begin; none of those at hand gives it a
 * formula, and this one is ours.
 *
 * @param steepness s
 * @param sharpening κ
 * @param skew ζ
 * @param bend b
 * @param slope ε
 */
public record CurvedValley(
    double steepness, double sharpening, double skew, double bend, double slope)
    implements ClosedForm {
  @Override
  public int dimension() {
    return 2;
  }

  private double across(double[] w) {
    return w[0] - 0.5 * bend * w[1] * w[1];
  }

  /** The slope of a wall, by φ. */
  private double wall(double across, double y) {
    return (steepness + sharpening * y + 1.5 * skew * across) * across;
  }

  @Override
  public double lossAndGradient(double[] w, double[] gradient) {
    double y = w[1];
    double across = across(w);
    double square = across * across;
    gradient[0] = wall(across, y);
    gradient[1] = 0.5 * sharpening * square - bend * y * gradient[0] - slope;
    return 0.5 * (steepness + sharpening * y + skew * across) * square - slope * y;
  }

  @Override
  public void hessianVector(double[] w, double[] v, double[] product) {
    double y = w[1];
    double across = across(w);
    double turn = bend * y;
    double curvature = steepness + sharpening * y + 3 * skew * across;
    double mixed = sharpening * across - turn * curvature;
    double along =
        turn * turn * curvature - 2 * turn * sharpening * across - bend * wall(across, y);
    product[0] = curvature * v[0] + mixed * v[1];
    product[1] = mixed * v[0] + along * v[1];
  }

  /** Builds valleys from configs. */
  public static final class Factory implements ObjectiveFactory<Factory.Settings> {

    /** The settings of {@code valley}. */
    public record Settings(
        @Setting(value = "The walls' curvature s at y = 0.", byDefault = "3", above = 0)
            double steepness,
        @Setting(value = "By how much it grows along the floor, κ.", byDefault = "1")
            double sharpening,
        @Setting(value = "The skew ζ of the walls.", byDefault = "1") double skew,
        @Setting(value = "How the floor bends, b: x = ½by².", byDefault = "0.05") double bend,
        @Setting(value = "The slope ε of the floor.", byDefault = "0.02", above = 0) double slope,
        @Setting(value = "The initial x and y.", byDefault = "[0.5, 0]") List<Double> start) {
      /** Checks the length. */
      public Settings {
        ClosedForms.checkStart(start, 2, "x and y");
      }
    }

    @Override
    public Description description() {
      return new Description(
          "A valley whose floor bends and slopes and whose walls get steeper along it: the picture of"
              + " the edge, in a formula of ours.");
    }

    @Override
    public Problem create(Settings settings, Context context) {
      return ClosedForms.problem(
          new CurvedValley(
              settings.steepness(),
              settings.sharpening(),
              settings.skew(),
              settings.bend(),
              settings.slope()),
          ClosedForms.array(settings.start()),
          List.of("x", "y"),
          context);
    }
  }
}

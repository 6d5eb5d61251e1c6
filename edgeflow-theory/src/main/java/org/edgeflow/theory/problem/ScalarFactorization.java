package org.edgeflow.theory.problem;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.edgeflow.core.objective.ObjectiveFactory;
import org.edgeflow.core.objective.Problem;
import org.edgeflow.core.objective.closedform.ClosedForm;
import org.edgeflow.core.objective.closedform.ClosedForms;
import org.edgeflow.core.settings.Description;
import org.edgeflow.core.settings.Setting;

/**
 * {@code L(w) = ½ (w₁ w₂ ⋯ w_N − y)²}: a number as a product of N factors, the deep linear network
 * of width one.
 *
 * <p>The Hessian at a minimum has the one eigenvalue {@code Σᵢ (y/wᵢ)²}, which is least where all
 * factors have one modulus: {@code λ* = N |y|^{2−2/N}}. Beyond {@code η_c = 2/λ*} gradient descent
 * converges from a set of measure zero only (arXiv 2402.13108); at {@code η_c} itself the distance
 * to the minimum falls as {@code t^{−1/2}} (arXiv 2510.17506).
 */
public final class ScalarFactorization implements ClosedForm {
  private final int depth;
  private final double target;
  private final double[] slope;

  /**
   * The factorization.
   *
   * @param depth N ≥ 1
   * @param target y
   */
  public ScalarFactorization(int depth, double target) {
    this.depth = depth;
    this.target = target;
    this.slope = new double[depth];
  }

  @Override
  public int dimension() {
    return depth;
  }

  @Override
  public double lossAndGradient(double[] w, double[] gradient) {
    double error = productAndSlope(w, gradient) - target;
    for (int i = 0; i < depth; i++) {
      gradient[i] *= error;
    }
    return 0.5 * error * error;
  }

  @Override
  public void hessianVector(double[] w, double[] v, double[] product) {
    double error = productAndSlope(w, slope) - target;
    double change = 0;
    for (int i = 0; i < depth; i++) {
      change += slope[i] * v[i];
    }
    double before = 1;
    double beforeChange = 0;
    // product ← the change of the slope along v, from the factors on either side.
    for (int i = 0; i < depth; i++) {
      double behind = 1;
      double behindChange = 0;
      for (int j = depth - 1; j > i; j--) {
        behindChange = behindChange * w[j] + behind * v[j];
        behind *= w[j];
      }
      product[i] = error * (beforeChange * behind + before * behindChange) + change * slope[i];
      beforeChange = beforeChange * w[i] + before * v[i];
      before *= w[i];
    }
  }

  /** {@code Πw}, and in {@code slopes} the products of all factors but one. */
  private double productAndSlope(double[] w, double[] slopes) {
    double before = 1;
    for (int i = 0; i < depth; i++) {
      slopes[i] = before;
      before *= w[i];
    }
    double behind = 1;
    for (int i = depth - 1; i >= 0; i--) {
      slopes[i] *= behind;
      behind *= w[i];
    }
    return before;
  }

  /** Builds factorizations from configs. */
  public static final class Factory implements ObjectiveFactory<Factory.Settings> {
    private static final int MOST_FACTORS = 100;

    /** The settings of {@code scalar-factorization}. */
    public record Settings(
        @Setting(
                value = "How many factors, N.",
                byDefault = "2",
                atLeast = 1,
                atMost = MOST_FACTORS)
            int depth,
        @Setting(value = "The number y that the factors shall make.", byDefault = "1")
            double target,
        @Setting("The initial factors; drawn unless given.") Optional<List<Double>> start,
        @Setting(
                value = "The standard deviation of the normal distribution of factors not given.",
                byDefault = "1",
                above = 0)
            double initScale) {
      /** Checks the length. */
      public Settings {
        if (start.isPresent() && start.get().size() != depth) {
          throw new IllegalArgumentException(
              "'start' has "
                  + start.get().size()
                  + " numbers, expected "
                  + depth
                  + ": one for each of the factors of 'depth'");
        }
      }
    }

    @Override
    public Description description() {
      return new Description(
          "A number as a product of N factors, ½(w₁⋯w_N − y)²: the deep linear network of width"
              + " one.",
          "arXiv 2402.13108, 2510.17506");
    }

    @Override
    public Problem create(Settings settings, Context context) {
      SplittableRandom random = new SplittableRandom(context.seed());
      double[] start =
          settings
              .start()
              .map(ClosedForms::array)
              .orElseGet(
                  () ->
                      IntStream.range(0, settings.depth())
                          .mapToDouble(i -> settings.initScale() * random.nextGaussian())
                          .toArray());
      return ClosedForms.problem(
          new ScalarFactorization(settings.depth(), settings.target()),
          start,
          IntStream.rangeClosed(1, settings.depth()).mapToObj(i -> "w" + i).toList(),
          context);
    }
  }
}

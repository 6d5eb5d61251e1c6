package org.edgeflow.core.solver.rungekutta;

import java.util.Arrays;

/**
 * An explicit Runge–Kutta method as data. Flows are autonomous, so the nodes are not needed.
 *
 * @param order its order of convergence
 * @param stages row i holds the weights of stages 0 … i − 1 in the argument of stage i
 * @param weights the weights of the stages in the step
 * @param embedded the weights of a second method on the same stages, of the order below, whose
 *     difference from the first estimates the error; empty where there is none
 */
public record Tableau(int order, double[][] stages, double[] weights, double[] embedded) {

  /** Euler's method, stable up to a rate of 2 a step. */
  public static final Tableau EULER = new Tableau(1, new double[][] {{}}, new double[] {1});

  /** Heun's method of order 2, with Euler's embedded; stable up to 2. */
  public static final Tableau HEUN =
      new Tableau(2, new double[][] {{}, {1}}, new double[] {0.5, 0.5}, new double[] {1, 0});

  /** The classical method of order 4; stable up to 2.79. */
  public static final Tableau RK4 =
      new Tableau(
          4,
          new double[][] {{}, {0.5}, {0, 0.5}, {0, 0, 1}},
          new double[] {1.0 / 6, 1.0 / 3, 1.0 / 3, 1.0 / 6});

  /**
   * The method of order 3 with an embedded one of order 2 (Bogacki and Shampine, Appl. Math. Lett.
   * 2, 1989); stable up to 2.51.
   */
  public static final Tableau BOGACKI_SHAMPINE =
      new Tableau(
          3,
          new double[][] {{}, {0.5}, {0, 0.75}, {2.0 / 9, 1.0 / 3, 4.0 / 9}},
          new double[] {2.0 / 9, 1.0 / 3, 4.0 / 9, 0},
          new double[] {7.0 / 24, 0.25, 1.0 / 3, 0.125});

  /**
   * The method of order 5 with an embedded one of order 4 (Dormand and Prince, J. Comput. Appl.
   * Math. 6, 1980); stable up to 3.31.
   */
  public static final Tableau DORMAND_PRINCE =
      new Tableau(
          5,
          new double[][] {
            {},
            {1.0 / 5},
            {3.0 / 40, 9.0 / 40},
            {44.0 / 45, -56.0 / 15, 32.0 / 9},
            {19372.0 / 6561, -25360.0 / 2187, 64448.0 / 6561, -212.0 / 729},
            {9017.0 / 3168, -355.0 / 33, 46732.0 / 5247, 49.0 / 176, -5103.0 / 18656},
            {35.0 / 384, 0, 500.0 / 1113, 125.0 / 192, -2187.0 / 6784, 11.0 / 84}
          },
          new double[] {35.0 / 384, 0, 500.0 / 1113, 125.0 / 192, -2187.0 / 6784, 11.0 / 84, 0},
          new double[] {
            5179.0 / 57600,
            0,
            7571.0 / 16695,
            393.0 / 640,
            -92097.0 / 339200,
            187.0 / 2100,
            1.0 / 40
          });

  /** Checks that the rows fit and that the methods are consistent. */
  public Tableau {
    requireConsistent(weights, stages.length);
    if (embedded.length > 0) {
      requireConsistent(embedded, stages.length);
    }
    for (int i = 0; i < stages.length; i++) {
      if (stages[i].length != i) {
        throw new IllegalArgumentException(
            "stage " + i + " of an explicit tableau needs " + i + " weights");
      }
    }
  }

  /** A method without an estimate of its error. */
  public Tableau(int order, double[][] stages, double[] weights) {
    this(order, stages, weights, new double[0]);
  }

  private static void requireConsistent(double[] weights, int stages) {
    double sum = Arrays.stream(weights).sum();
    if (stages != weights.length || Math.abs(sum - 1) > 1e-14) {
      throw new IllegalArgumentException("a tableau needs one weight a stage, summing to 1");
    }
  }

  /**
   * Whether the last stage is evaluated where the step ends, and so is the first of the next one.
   */
  public boolean endsWhereTheNextBegins() {
    int last = weights.length - 1;
    return weights[last] == 0 && Arrays.equals(stages[last], Arrays.copyOfRange(weights, 0, last));
  }

  /** How many stages the step needs; the estimate of its error may need one more. */
  public int stepStages() {
    int count = weights.length;
    while (weights[count - 1] == 0) {
      count--;
    }
    return count;
  }

  /**
   * The largest x such that the method does not amplify a decay {@code ẏ = −λy} in steps of {@code
   * h ≤ x/λ}.
   */
  public double stabilityInterval() {
    double step = 1.0 / 64;
    double x = step;
    while (Math.abs(amplification(-x)) <= 1) {
      x += step;
    }
    double stable = x - step;
    for (int i = 0; i < 40; i++) {
      double middle = (stable + x) / 2;
      if (Math.abs(amplification(-middle)) <= 1) {
        stable = middle;
      } else {
        x = middle;
      }
    }
    return x;
  }

  /** What a step makes of {@code y = 1} on {@code ẏ = z y} of step 1. */
  private double amplification(double z) {
    double[] slopes = new double[weights.length];
    double result = 1;
    for (int i = 0; i < slopes.length; i++) {
      double argument = 1;
      for (int j = 0; j < i; j++) {
        argument += stages[i][j] * slopes[j];
      }
      slopes[i] = z * argument;
      result += weights[i] * slopes[i];
    }
    return result;
  }
}

package org.edgeflow.core.solver;

import java.util.Arrays;

/**
 * An explicit Runge–Kutta method as data. Flows are autonomous, so the nodes are not needed.
 *
 * @param order its order of convergence
 * @param stages row i holds the weights of stages 0 … i − 1 in the argument of stage i
 * @param weights the weights of the stages in the step
 */
public record Tableau(int order, double[][] stages, double[] weights) {

  /** Euler's method. */
  public static final Tableau EULER = new Tableau(1, new double[][] {{}}, new double[] {1});

  /** The classical method of order 4. */
  public static final Tableau RK4 =
      new Tableau(
          4,
          new double[][] {{}, {0.5}, {0, 0.5}, {0, 0, 1}},
          new double[] {1.0 / 6, 1.0 / 3, 1.0 / 3, 1.0 / 6});

  /** Checks that the rows fit and that the method is consistent. */
  public Tableau {
    double sum = Arrays.stream(weights).sum();
    if (stages.length != weights.length || Math.abs(sum - 1) > 1e-14) {
      throw new IllegalArgumentException("a tableau needs one weight a stage, summing to 1");
    }
    for (int i = 0; i < stages.length; i++) {
      if (stages[i].length != i) {
        throw new IllegalArgumentException(
            "stage " + i + " of an explicit tableau needs " + i + " weights");
      }
    }
  }
}

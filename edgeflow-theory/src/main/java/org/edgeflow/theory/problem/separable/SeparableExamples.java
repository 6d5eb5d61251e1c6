package org.edgeflow.theory.problem.separable;

import java.util.SplittableRandom;

/**
 * Separable examples, times their labels, whose direction of the largest margin is the first axis.
 *
 * <p>For each other axis j there are two support vectors, {@code (γ, e_j)} and {@code (γ, −a e_j)}:
 * some positive combination of them all lies on the first axis, so that its margin γ is the largest
 * there is. Where gradient descent goes across it, too, has a closed form: the minimizer of {@code
 * e^{−v_j} + e^{a v_j}} is {@code v_j = −ln a/(1 + a)}. All further examples are drawn: {@code (γ
 * (1 + |N|), N, …, N)}, N standard normal.
 */
final class SeparableExamples {
  private SeparableExamples() {}

  /** How many support vectors there are. */
  static int supportVectors(int features) {
    return 2 * (features - 1);
  }

  static double[] draw(int examples, int features, double margin, double skew, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] rows = new double[examples * features];
    for (int i = 0; i < examples; i++) {
      int first = i * features;
      rows[first] = margin;
      if (i < supportVectors(features)) {
        rows[first + 1 + i / 2] = i % 2 == 0 ? 1 : -skew;
        continue;
      }
      rows[first] += margin * Math.abs(random.nextGaussian());
      for (int j = 1; j < features; j++) {
        rows[first + j] = random.nextGaussian();
      }
    }
    return rows;
  }
}

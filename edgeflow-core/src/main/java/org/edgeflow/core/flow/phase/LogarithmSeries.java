package org.edgeflow.core.flow.phase;

/**
 * Newton's series {@code ln(1 + Δ) = Δ − ½ Δ² + ⅓ Δ³ − …}, cut off after the order n: the
 * derivative of a path through the iterates of a map {@code Φ(x) = x + f(x)} at its first point,
 * {@code Σ v_i f(Φ^i(x))}.
 */
public final class LogarithmSeries {
  private LogarithmSeries() {}

  /**
   * {@code v_i}: what f at the i-th iterate counts in {@code Σ_j (−1)^{j+1}/j Δ^{j−1} f}.
   *
   * @param order n
   */
  public static double[] weights(int order) {
    double[] weights = new double[order];
    for (int j = 0; j < order; j++) {
      double share = (j % 2 == 0 ? 1.0 : -1.0) / (j + 1);
      double binomial = 1;
      for (int i = 0; i <= j; i++) {
        weights[i] += share * binomial * ((j - i) % 2 == 0 ? 1 : -1);
        binomial = binomial * (j - i) / (i + 1);
      }
    }
    return weights;
  }

  /** {@code ln(1 + z)} cut off after the order n. */
  public static double sum(int order, double z) {
    double sum = 0;
    double power = 1;
    for (int j = 1; j <= order; j++) {
      power *= z;
      sum += (j % 2 == 1 ? power : -power) / j;
    }
    return sum;
  }
}

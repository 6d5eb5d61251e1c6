package org.edgeflow.core.solver.rungekutta;

import org.edgeflow.core.flow.State;

/**
 * The stages of the stabilized Runge–Kutta–Chebyshev method of order 2 (Sommeijer, Shampine and
 * Verwer, J. Comput. Appl. Math. 88, 1998), for fields whose stiff directions all decay:
 *
 * <pre>
 *   Y_0 = x,   Y_1 = x + μ̃_1 h F_0
 *   Y_j = (1 − μ_j − ν_j) x + μ_j Y_{j−1} + ν_j Y_{j−2} + μ̃_j h F(Y_{j−1}) + γ̃_j h F_0
 * </pre>
 *
 * <p>with coefficients from the Chebyshev polynomials at {@code w = 1 + ε/s²}, {@code ε = 2/13}. On
 * {@code ẋ = zx} a step makes {@code R(hz) = 1 + hz + ½ κ (hz)² + …}. With {@code κ = 1} it follows
 * the flow of F to the second order. With {@code κ = 1 − 1/n} and {@code h = n} it follows n
 * repetitions of the map {@code x ← x + F(x)}, in a nonlinear F, too: {@code n F + ½ n(n − 1) F'F}.
 */
public final class ChebyshevStages {
  private static final double DAMPING = 2.0 / 13;
  private static final int LEAST_STAGES = 2;

  private State previous;
  private State current;
  private State next;
  private final State slope;

  /** What is evaluated at every stage. */
  @FunctionalInterface
  public interface Field {

    /**
     * F.
     *
     * @param at not modified
     * @param slope modified
     */
    void evaluate(State at, State slope);
  }

  /** Room for states of this shape. */
  public ChebyshevStages(State like) {
    this.previous = like.like();
    this.current = like.like();
    this.next = like.like();
    this.slope = like.like();
  }

  /**
   * How many stages a step needs.
   *
   * @param length h
   * @param rate of the stiffest decay
   * @param kappa κ
   */
  public static int count(double length, double rate, double kappa) {
    return Math.max(LEAST_STAGES, (int) Math.ceil(Math.sqrt(1 + 1.54 * length * rate * kappa)));
  }

  /**
   * Takes a step, at the cost of {@code stages − 1} evaluations.
   *
   * @param from x; not modified
   * @param first F(x); not modified
   * @param length h
   * @param kappa κ, from about ⅓ to 1
   * @return where it leads; this object's, until the next step
   */
  public State step(Field field, State from, State first, double length, int stages, double kappa) {
    double w = 1 + DAMPING / (stages * stages);
    double[] t = new double[stages + 1];
    double[] b = new double[stages + 1];
    double w1 = coefficients(w, kappa, t, b);
    previous.set(from);
    current.set(from);
    current.add(b[1] * w1 * length, first);
    for (int j = 2; j <= stages; j++) {
      field.evaluate(current, slope);
      double mu = 2 * b[j] * w / b[j - 1];
      double nu = -b[j] / b[j - 2];
      double muSlope = 2 * b[j] * w1 / b[j - 1];
      double gamma = -(1 - b[j - 1] * t[j - 1]) * muSlope;
      next.clear();
      next.add(1 - mu - nu, from);
      next.add(mu, current);
      next.add(nu, previous);
      next.add(muSlope * length, slope);
      next.add(gamma * length, first);
      State oldest = previous;
      previous = current;
      current = next;
      next = oldest;
    }
    return current;
  }

  /** Fills {@code T_j(w)} and {@code b_j}, and returns {@code w_1 = κ T'_s(w) / T''_s(w)}. */
  private static double coefficients(double w, double kappa, double[] t, double[] b) {
    int stages = t.length - 1;
    double[] d = new double[t.length];
    double[] dd = new double[t.length];
    t[0] = 1;
    t[1] = w;
    d[1] = 1;
    for (int j = 2; j <= stages; j++) {
      t[j] = 2 * w * t[j - 1] - t[j - 2];
      d[j] = 2 * t[j - 1] + 2 * w * d[j - 1] - d[j - 2];
      dd[j] = 4 * d[j - 1] + 2 * w * dd[j - 1] - dd[j - 2];
      b[j] = dd[j] / (d[j] * d[j]) / kappa;
    }
    b[0] = b[2];
    b[1] = b[2];
    return kappa * (d[stages] / dd[stages]);
  }
}

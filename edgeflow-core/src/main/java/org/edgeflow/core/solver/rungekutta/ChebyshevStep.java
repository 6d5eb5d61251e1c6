package org.edgeflow.core.solver.rungekutta;

import org.edgeflow.core.checkpoint.Fields;
import org.edgeflow.core.flow.Flow;
import org.edgeflow.core.flow.Reading;
import org.edgeflow.core.flow.State;

/**
 * A step of the stabilized Runge–Kutta–Chebyshev method of order 2 (Sommeijer, Shampine and Verwer,
 * J. Comput. Appl. Math. 88, 1998), for flows whose stiff directions all decay. With s stages it is
 * stable up to a rate of {@code 0.65 (s² − 1)} a step, and s is chosen for {@code h ρ}:
 *
 * <pre>
 *   Y_0 = x,   Y_1 = x + μ̃_1 h F_0
 *   Y_j = (1 − μ_j − ν_j) x + μ_j Y_{j−1} + ν_j Y_{j−2} + μ̃_j h F(Y_{j−1}) + γ̃_j h F_0
 *   e   = 0.8 (x − Y_s) + 0.4 h ( F_0 + F(Y_s) )
 * </pre>
 *
 * <p>with coefficients from the Chebyshev polynomials at {@code w = 1 + ε/s²}, {@code ε = 2/13}. A
 * step costs {@code s + 1} evaluations, and s where the slope at its end serves the next one.
 */
final class ChebyshevStep implements EstimatedStep {
  private static final double DAMPING = 2.0 / 13;
  private static final int LEAST_STAGES = 2;

  private final double rate;
  private final FirstSlope start;
  private State slope;
  private Reading last;
  private State previous;
  private State current;
  private State next;

  /**
   * A step for a flow.
   *
   * @param rate ρ, the rate of its stiffest decay, per iteration
   */
  ChebyshevStep(double rate, State like) {
    this.rate = rate;
    this.start = new FirstSlope(like);
    this.slope = like.like();
    this.previous = like.like();
    this.current = like.like();
    this.next = like.like();
  }

  @Override
  public int power() {
    return 3;
  }

  @Override
  public Reading attempt(Flow flow, State from, double length, State to, State error) {
    int stages = stages(length);
    double w = 1 + DAMPING / (stages * stages);
    double[] t = new double[stages + 1];
    double[] b = new double[stages + 1];
    double w1 = coefficients(w, t, b);
    Reading reading = start.at(flow, from);
    State first = start.slope();
    previous.set(from);
    current.set(from);
    current.add(b[1] * w1 * length, first);
    for (int j = 2; j <= stages; j++) {
      flow.derivative(current, slope);
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
    to.set(current);
    last = flow.derivative(to, slope);
    error.clear();
    error.add(0.8, from);
    error.add(-0.8, to);
    error.add(0.4 * length, first);
    error.add(0.4 * length, slope);
    return reading;
  }

  @Override
  public void accept(boolean keepsSlopes) {
    if (keepsSlopes) {
      slope = start.replace(slope, last);
    } else {
      start.forget();
    }
  }

  @Override
  public void visit(Fields fields) {
    start.visit(fields);
  }

  private int stages(double length) {
    return Math.max(LEAST_STAGES, (int) Math.ceil(Math.sqrt(1 + 1.54 * length * rate)));
  }

  /** Fills {@code T_j(w)} and {@code b_j}, and returns {@code w_1 = T'_s(w) / T''_s(w)}. */
  private static double coefficients(double w, double[] t, double[] b) {
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
      b[j] = dd[j] / (d[j] * d[j]);
    }
    b[0] = b[2];
    b[1] = b[2];
    return d[stages] / dd[stages];
  }
}

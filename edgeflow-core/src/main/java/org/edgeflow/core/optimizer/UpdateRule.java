package org.edgeflow.core.optimizer;

/**
 * What a discrete optimizer does, as data, so that models can read which algorithm they describe:
 *
 * <pre>  w_{k+1} = w_k − η P_k⁻¹ (Q * g)_k</pre>
 *
 * <p>with a gradient filter Q ({@link Momentum}) and a diagonal preconditioner P ({@link Scaling}).
 * A mode of effective (preconditioned) sharpness {@code s̃}, an eigenvalue of {@code P^{-1/2} H
 * P^{-1/2}}, is at the edge of stability where {@code η s̃ Q(−1) = 2}.
 *
 * @param learningRate η
 */
public record UpdateRule(double learningRate, Momentum momentum, Scaling scaling) {

  /** Gradient descent. */
  public static UpdateRule gradientDescent(double learningRate) {
    return new UpdateRule(learningRate, Momentum.NONE, Scaling.NONE);
  }

  /** Whether this is plain gradient descent. */
  public boolean isGradientDescent() {
    return momentum.beta() == 0 && scaling.kind() == Scaling.Kind.NONE;
  }

  /** Whether the step is along an average of gradients. */
  public boolean averages() {
    return momentum.beta() > 0;
  }

  /** What the average m_k is multiplied by, so that it lets a constant gradient pass unchanged. */
  public double averageCorrection(double k) {
    return scaling.biasCorrected() ? 1 / (1 - StrictMath.pow(momentum.beta(), k)) : 1;
  }

  /** What the second moment ν_k is multiplied by, likewise. */
  public double momentCorrection(double k) {
    return scaling.biasCorrected() ? 1 / (1 - StrictMath.pow(scaling.beta2(), k)) : 1;
  }

  /** The effective sharpness at the edge of stability, {@code 2/(η Q(−1))}; 2/η for GD. */
  public double threshold() {
    return 2 / (learningRate * momentum.gainOfAlternation());
  }

  /** {@link #threshold} as people write it. */
  public String thresholdFormula() {
    return isGradientDescent() ? "2/η" : "2/(ηQ(−1))";
  }

  /**
   * The factor by which one iteration multiplies the alternating mode of a quadratic: with P frozen
   * at the present preconditioner, {@code w_k = μ^k v} solves the recursion where
   *
   * <pre>  μ − 1 + η s̃ Q(μ) = 0,</pre>
   *
   * for β > 0 a quadratic equation in μ:
   *
   * <pre>
   *   heavy ball   (μ − 1)(μ − β) + η s̃ (1 − β) μ = 0
   *   Nesterov     (μ − 1)(μ − β) + η s̃ (1 − β) ((1 + β) μ − β) = 0
   * </pre>
   *
   * <p>Of real roots it is the smaller one: near the edge the root nearest −1, which passes −1 at
   * {@link #threshold} exactly. Of a complex pair it is the modulus, with the sign of the pair's
   * real part: negative where it alternates rather than turns. For GD it is {@code 1 − ηs}. An
   * oscillation grows at the rate {@code ln|μ|} per iteration.
   *
   * @param effectiveSharpness s̃, an eigenvalue of {@code P^{-1/2} H P^{-1/2}}
   */
  public double multiplier(double effectiveSharpness) {
    double beta = momentum.beta();
    double drive = learningRate * effectiveSharpness * (1 - beta);
    if (beta == 0) {
      return 1 - drive;
    }
    // μ² + b μ + c = 0.
    double b = (momentum.nesterov() ? (1 + beta) * drive : drive) - 1 - beta;
    double c = momentum.nesterov() ? beta * (1 - drive) : beta;
    double discriminant = b * b - 4 * c;
    if (discriminant < 0) {
      return b > 0 ? -Math.sqrt(c) : Math.sqrt(c);
    }
    double root = Math.sqrt(discriminant);
    // Each form where it adds numbers of one sign.
    return b >= 0 ? -(b + root) / 2 : 2 * c / (root - b);
  }
}

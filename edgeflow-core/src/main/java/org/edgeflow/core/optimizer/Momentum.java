package org.edgeflow.core.optimizer;

/**
 * How an optimizer filters its gradients, in the form whose gain at a constant gradient is 1:
 *
 * <pre>
 *   m_k = β m_{k−1} + (1 − β) g_k
 *   step along   m_k                        (heavy ball)
 *   step along   β m_k + (1 − β) g_k        (Nesterov)
 * </pre>
 *
 * <p>PyTorch's {@code SGD(momentum=β)} leaves the factor {@code 1 − β} out of its buffer: its
 * learning rate is ours times {@code 1 − β}.
 *
 * @param beta {@code 0 ≤ β < 1}; 0 is no filter
 * @param nesterov whether the step looks ahead
 */
public record Momentum(double beta, boolean nesterov) {

  /** No filter: the step is along the gradient. */
  public static final Momentum NONE = new Momentum(0, false);

  /** Checks β. */
  public Momentum {
    if (!(beta >= 0 && beta < 1)) {
      throw new IllegalArgumentException("the momentum β is " + beta + ", expected 0 ≤ β < 1");
    }
  }

  /**
   * The filter's transfer function at the shortest period, {@code Q(−1)}: how much of a gradient
   * that changes sign at every step reaches the iterate.
   */
  public double gainOfAlternation() {
    double heavyBall = (1 - beta) / (1 + beta);
    return nesterov ? beta * heavyBall + (1 - beta) : heavyBall;
  }

  /**
   * By how much a kick to the iterate excites the alternating mode at the edge, {@code 1 / (1 + η
   * s̃ Q′(−1))} at {@code η s̃ Q(−1) = 2}: the mode's average takes up what the kick leaves behind.
   */
  public double gainOfKicks() {
    return nesterov ? (1 + beta) * (1 + 2 * beta) / (1 + 3 * beta) : (1 + beta) / (1 - beta);
  }
}

package org.edgeflow.core.optimizer;

/**
 * How an optimizer scales its step: the diagonal preconditioner {@code P = √ν + ε}, with second
 * moments {@code ν_k = β₂ ν_{k−1} + (1 − β₂) g_k²}, elementwise or (for one scalar) of the whole
 * gradient's squared norm {@code ‖g_k‖²}.
 *
 * @param kind what is averaged
 * @param beta2 {@code 0 ≤ β₂ < 1}
 * @param epsilon ε ≥ 0
 * @param biasCorrected whether ν is divided by {@code 1 − β₂^k} (and the filtered gradient by
 *     {@code 1 − β^k}), as Adam does
 */
public record Scaling(Kind kind, double beta2, double epsilon, boolean biasCorrected) {

  /** What the second moments are of. */
  public enum Kind {
    /** Nothing: P is the identity. */
    NONE,
    /** One moment, of the gradient's norm. */
    SCALAR,
    /** One moment a parameter. */
    PER_COMPONENT
  }

  /** No scaling: P is the identity. */
  public static final Scaling NONE = new Scaling(Kind.NONE, 0, 0, false);

  /** Checks β₂ and ε. */
  public Scaling {
    if (!(beta2 >= 0 && beta2 < 1)) {
      throw new IllegalArgumentException("β₂ is " + beta2 + ", expected 0 ≤ β₂ < 1");
    }
    if (!(epsilon >= 0)) {
      throw new IllegalArgumentException("ε is " + epsilon + ", expected a number ≥ 0");
    }
  }
}

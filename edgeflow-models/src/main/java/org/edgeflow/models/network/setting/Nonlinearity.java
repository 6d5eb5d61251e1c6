package org.edgeflow.models.network.setting;

import org.edgeflow.core.tensor.activation.StandardActivation;

/** What the hidden layers apply to each of their sums. */
public enum Nonlinearity {
  /** {@code tanh x}. */
  TANH,
  /** {@code max(x, 0)}. */
  RELU,
  /** {@code x Φ(x)}, exactly. */
  GELU,
  /** {@code x σ(1.702 x)}, which DL4J calls GELU. */
  GELU_SIGMOID,
  /** {@code log(1 + eˣ)}. */
  SOFTPLUS,
  /** {@code x}: a deep linear network. */
  IDENTITY;

  /** The same for the engine. */
  public StandardActivation standard() {
    return StandardActivation.valueOf(name());
  }
}

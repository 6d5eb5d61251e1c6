package org.edgeflow.models.network.setting;

/** Who differentiates a network. */
public enum Engine {
  /** The exact engine: gradients and Hessian–vector products to rounding. */
  EXACT,
  /** DL4J's own backprop, with Hessian–vector products by differences of gradients. */
  DL4J
}

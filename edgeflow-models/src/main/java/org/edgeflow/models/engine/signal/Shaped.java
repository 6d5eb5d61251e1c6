package org.edgeflow.models.engine.signal;

import org.edgeflow.core.tensor.Tensor;

/**
 * A {@link Signal}'s numbers in another shape.
 *
 * @param value {@code a}
 * @param tangent {@code ȧ}; null where the signal's is
 * @param delta {@code δ = ∂L/∂a}
 * @param deltaTangent {@code δ̇}; null where the signal's is
 */
public record Shaped(Tensor value, Tensor tangent, Tensor delta, Tensor deltaTangent) {}

package org.edgeflow.models.engine.layer.recurrent;

import org.edgeflow.core.tensor.Tensor;

/**
 * What a recurrent layer holds for every step: of one state, or of each gate, with its tangent
 * where the pass carries tangents (of a slope: what it swings by).
 */
final class Quantity {
  private final Tensor whole;
  private final Tensor wholeTangent;
  private final Tensor[][] parts;
  private final Tensor[][] tangents;
  private final Tensor[] later;
  private final Tensor[] laterTangents;
  private final Tensor[] earlier;
  private final Tensor[] earlierTangents;

  /** Room for it. */
  Quantity(TimeMajor order) {
    whole = order.buffer();
    wholeTangent = order.tangentBuffer();
    parts = order.parts(whole);
    tangents = order.parts(wholeTangent);
    later = order.spans(whole, 1);
    laterTangents = order.spans(wholeTangent, 1);
    earlier = order.spans(whole, 0);
    earlierTangents = order.spans(wholeTangent, 0);
  }

  Tensor whole() {
    return whole;
  }

  Tensor wholeTangent() {
    return wholeTangent;
  }

  /** A gate at a step. */
  Tensor at(int gate, int step) {
    return parts[gate][step];
  }

  Tensor tangent(int gate, int step) {
    return tangents[gate][step];
  }

  /** A state at a step. */
  Tensor at(int step) {
    return parts[0][step];
  }

  Tensor tangent(int step) {
    return tangents[0][step];
  }

  /** A gate at all steps but the first. */
  Tensor later(int gate) {
    return later[gate];
  }

  Tensor laterTangent(int gate) {
    return laterTangents[gate];
  }

  /** A state at all steps but the last. */
  Tensor earlier() {
    return earlier[0];
  }

  Tensor earlierTangent() {
    return earlierTangents[0];
  }
}

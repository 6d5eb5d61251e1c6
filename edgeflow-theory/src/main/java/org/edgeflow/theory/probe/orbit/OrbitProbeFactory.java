package org.edgeflow.theory.probe.orbit;

import org.edgeflow.core.optimizer.UpdateRule;
import org.edgeflow.core.record.probe.ProbeFactory;

/**
 * Builds a probe of gradient descent's own oscillation, which no other optimizer has.
 *
 * @param <S> its settings
 */
interface OrbitProbeFactory<S extends Record> extends ProbeFactory<S> {

  @Override
  default boolean describes(UpdateRule rule) {
    return rule.isGradientDescent();
  }
}

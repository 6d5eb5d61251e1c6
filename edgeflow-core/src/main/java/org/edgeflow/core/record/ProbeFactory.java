package org.edgeflow.core.record;

import org.edgeflow.core.objective.Objective;
import org.edgeflow.core.settings.Factory;

/**
 * Builds a probe.
 *
 * @param <S> its settings
 */
public interface ProbeFactory<S extends Record> extends Factory<S, ProbeFactory.Configured> {

  /**
   * Builds a probe for one trajectory.
   *
   * @param objective for measuring; what it costs is not the model's
   */
  Probe create(S settings, Objective objective, long seed);

  @Override
  default Configured configured(S settings) {
    return (objective, seed) -> create(settings, objective, seed);
  }

  /** A factory of probes with its settings. */
  @FunctionalInterface
  interface Configured {

    /** Builds a probe, as {@link ProbeFactory#create} says. */
    Probe create(Objective objective, long seed);
  }
}

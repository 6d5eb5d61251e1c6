package org.edgeflow.core.record;

import org.edgeflow.core.settings.Factory;

/**
 * Builds a reporter.
 *
 * @param <S> its settings
 */
public interface ReporterFactory<S extends Record> extends Factory<S> {

  /** Builds it. */
  Reporter create(S settings);
}

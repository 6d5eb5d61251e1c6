package org.edgeflow.core.record;

import java.util.function.Supplier;
import org.edgeflow.core.settings.Factory;

/**
 * Builds a reporter.
 *
 * @param <S> its settings
 */
public interface ReporterFactory<S extends Record> extends Factory<S, Supplier<Reporter>> {

  /** Builds it. */
  Reporter create(S settings);

  /** Whether a config that names no reports gets it. */
  default boolean byDefault() {
    return true;
  }

  @Override
  default Supplier<Reporter> configured(S settings) {
    return () -> create(settings);
  }
}

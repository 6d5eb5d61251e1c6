package org.edgeflow.core.data;

import java.util.function.Supplier;
import org.edgeflow.core.settings.Factory;

/**
 * Loads a dataset.
 *
 * @param <S> its settings
 */
public interface DatasetFactory<S extends Record> extends Factory<S, Supplier<Dataset>> {

  /**
   * Loads it.
   *
   * @throws org.edgeflow.core.settings.ConfigException if the files are missing or damaged; the
   *     message names the file, what it holds and what was expected
   */
  Dataset create(S settings);

  @Override
  default Supplier<Dataset> configured(S settings) {
    return () -> create(settings);
  }
}

package org.edgeflow.core.data;

import org.edgeflow.core.settings.Factory;

/**
 * Loads a dataset.
 *
 * @param <S> its settings
 */
public interface DatasetFactory<S extends Record> extends Factory<S> {

  /**
   * Loads it.
   *
   * @throws org.edgeflow.core.settings.ConfigException if the files are missing or damaged; the
   *     message names the file, what it holds and what was expected
   */
  Dataset create(S settings);
}

package org.edgeflow.core.tensor;

import org.edgeflow.core.settings.Factory;

/**
 * Opens a backend by name.
 *
 * @param <S> its settings
 */
public interface BackendFactory<S extends Record> extends Factory<S> {

  /**
   * Opens the backend.
   *
   * @throws BackendUnavailableException if this machine or this build cannot run it
   */
  TensorBackend create(S settings, DataType dataType);

  /** Whether this machine and this build can run it, and why not; quick, and never throws. */
  Availability availability();

  /**
   * What {@code doctor} says of a backend.
   *
   * @param usable whether {@link #create} would succeed
   * @param detail the library and device when usable; the reason and the remedy when not
   */
  record Availability(boolean usable, String detail) {}
}

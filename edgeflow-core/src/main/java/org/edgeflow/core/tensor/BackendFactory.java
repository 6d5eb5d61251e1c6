package org.edgeflow.core.tensor;

import java.util.List;
import java.util.function.Function;
import org.edgeflow.core.settings.Factory;

/**
 * Opens a backend by name.
 *
 * @param <S> its settings
 */
public interface BackendFactory<S extends Record>
    extends Factory<S, Function<DataType, TensorBackend>> {

  /**
   * Opens the backend.
   *
   * @throws BackendUnavailableException if this machine or this build cannot run it
   */
  TensorBackend create(S settings, DataType dataType);

  @Override
  default Function<DataType, TensorBackend> configured(S settings) {
    return dataType -> create(settings, dataType);
  }

  /** Whether this machine and this build can run it, and why not; quick, and never throws. */
  Availability availability();

  /**
   * How much this backend is to be preferred where a config names none; 0 for one that works
   * everywhere, negative for one that is only taken by name.
   */
  default int preference() {
    return -1;
  }

  /**
   * Whether it could be faster on this machine, and by which line of a config, in sentences for
   * {@code doctor}. May take a few seconds, and never throws; empty where there is nothing to say.
   */
  default List<String> advice() {
    return List.of();
  }

  /**
   * What {@code doctor} says of a backend.
   *
   * @param usable whether {@link #create} would succeed
   * @param detail the library and device when usable; the reason and the remedy when not
   */
  record Availability(boolean usable, String detail) {}
}

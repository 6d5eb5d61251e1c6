package org.edgeflow.core.settings;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

/**
 * A pluggable part: it describes itself, names its settings, and (in each kind's own interface)
 * creates the part from them. A factory's constructor does nothing; {@code create} does the work.
 *
 * @param <S> the record that a config section is decoded into; its components carry {@link Setting}
 * @param <C> what the kind's factories are once they have their settings; S is no longer part of it
 */
public interface Factory<S extends Record, C> {

  /**
   * The record of this part's settings: the S that its class implements its kind's interface with.
   *
   * @throws IllegalStateException if the class does not name S, and does not override this
   */
  @SuppressWarnings("unchecked")
  default Class<S> settings() {
    for (Type kind : getClass().getGenericInterfaces()) {
      if (kind instanceof ParameterizedType named
          && Factory.class.isAssignableFrom((Class<?>) named.getRawType())
          && named.getActualTypeArguments()[0] instanceof Class<?> record) {
        return (Class<S>) record;
      }
    }
    throw new IllegalStateException(getClass().getName() + " does not say what its settings are");
  }

  /** What the part is, for {@code list} and {@code describe}. */
  Description description();

  /** This factory with its settings; nothing is created yet. */
  C configured(S settings);
}

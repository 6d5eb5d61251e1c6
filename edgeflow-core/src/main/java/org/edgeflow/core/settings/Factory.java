package org.edgeflow.core.settings;

/**
 * A pluggable part: it describes itself, names its settings, and (in each kind's own interface)
 * creates the part from them. A factory's constructor does nothing; {@code create} does the work.
 *
 * @param <S> the record that a config section is decoded into; its components carry {@link Setting}
 * @param <C> what the kind's factories are once they have their settings; S is no longer part of it
 */
public interface Factory<S extends Record, C> {

  /** The record of this part's settings. */
  Class<S> settings();

  /** What the part is, for {@code list} and {@code describe}. */
  Description description();

  /** This factory with its settings; nothing is created yet. */
  C configured(S settings);
}

package org.edgeflow.core.settings;

import java.util.ArrayList;
import java.util.List;

/** Collects everything that is wrong with a config, so that one attempt shows it all. */
public final class Problems {
  private final List<String> messages = new ArrayList<>();

  /** Adds a problem at a place. */
  public void add(Origin origin, String message) {
    messages.add(origin + ": " + message);
  }

  /** Adds everything another attempt found. */
  public void add(ConfigException exception) {
    messages.addAll(exception.problems());
  }

  /** Whether nothing was found. */
  public boolean isEmpty() {
    return messages.isEmpty();
  }

  /**
   * Ends the attempt if anything was found.
   *
   * @throws ConfigException with all of it
   */
  public void throwIfAny() {
    if (!messages.isEmpty()) {
      throw new ConfigException(messages);
    }
  }
}
